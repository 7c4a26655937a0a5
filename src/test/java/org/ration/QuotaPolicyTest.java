// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaPolicyTest {

    private static final QuotaPolicy POLICY = QuotaPolicy.of(10, QuotaPeriod.MONTH);

    @Test
    void blocksWithoutScopeInTheZoneOfTheSettings() {
        assertThat(POLICY).isEqualTo(new QuotaPolicy(10, QuotaPeriod.MONTH, "", Optional.empty(), true));
    }

    @Test
    void changesOnePartInEachCopy() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        QuotaPolicy changed =
                POLICY.withLimit(20).withScope("exports").withZone(berlin).withBlock(false);

        assertThat(changed).isEqualTo(new QuotaPolicy(20, QuotaPeriod.MONTH, "exports", Optional.of(berlin), false));
        assertThat(POLICY).isEqualTo(QuotaPolicy.of(10, QuotaPeriod.MONTH));
    }

    @Test
    void isNamedAfterItsScopeAndUnit() {
        assertThat(POLICY.name()).isEqualTo("month");
        assertThat(POLICY.withScope("exports").name()).isEqualTo("exports-month");
        assertThat(QuotaPolicy.of(1, QuotaPeriod.days(30)).name()).isEqualTo("30d");
        assertThat(QuotaPolicy.of(1, QuotaPeriod.monthFrom(15)).name()).isEqualTo("month");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Quota.MAX_UNITS, Quota.UNLIMITED})
    void takesLimitsFromNothingToUnlimited(long limit) {
        assertThat(QuotaPolicy.of(limit, QuotaPeriod.DAY).limit()).isEqualTo(limit);
        assertThat(POLICY.withLimit(limit).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Quota.MAX_UNITS + 1, Quota.UNLIMITED - 1})
    void refusesLimitsOutOfRange(long limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaPolicy.of(limit, QuotaPeriod.DAY))
                .withMessage("limit is " + limit + "; use 0 to 999999999999999, or Quota.UNLIMITED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e",
                "7",
                "exports",
                "Exports.v2",
                "a_b-c",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void takesLegalScopes(String scope) {
        assertThat(POLICY.withScope(scope).scope()).isEqualTo(scope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "-a",
                ".a",
                "_a",
                "a b",
                "a:b",
                "a\n",
                "ä",
                "a\"",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesIllegalScopes(String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POLICY.withScope(scope))
                .withMessageStartingWith("scope is \"" + scope + "\"; use nothing, or 1 to 64 of A-Z");
    }

    @Test
    void refusesNulls() {
        assertThatNullPointerException()
                .isThrownBy(() -> QuotaPolicy.of(1, null))
                .withMessage("period");
        assertThatNullPointerException()
                .isThrownBy(() -> POLICY.withScope(null))
                .withMessage("scope");
        assertThatNullPointerException().isThrownBy(() -> POLICY.withZone(null));
        assertThatNullPointerException()
                .isThrownBy(() -> new QuotaPolicy(1, QuotaPeriod.DAY, "", null, true))
                .withMessage("zone");
    }
}
