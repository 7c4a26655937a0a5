// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaChargeTest {

    private static final QuotaPolicy POLICY = QuotaPolicy.of(10, QuotaPeriod.MONTH);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Quota.MAX_UNITS})
    void takesCostsFromNothingToTheMost(long cost) {
        assertThat(new QuotaCharge("user:42", POLICY, cost).cost()).isEqualTo(cost);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Quota.MAX_UNITS + 1, Long.MAX_VALUE})
    void refusesCostsThatWouldMintUnitsOrOverflow(long cost) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaCharge("user:42", POLICY, cost))
                .withMessage("cost is " + cost + "; use 0 to 999999999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:42", "global", "org:7:bob smith", "user:Ünal", "user:\uD83D\uDE00", "ip:2001:db8::"})
    void takesWellFormedKeys(String key) {
        assertThat(new QuotaCharge(key, POLICY, 1).key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003"})
    void refusesBlankKeys(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaCharge(key, POLICY, 1))
                .withMessage("key is blank; use a canonical key such as user:42");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:\u0000",
                "user:a\r\nb",
                "user:\t",
                "user:\u007f",
                "user:\u0085",
                "user:\uD83D",
                "user:\uDE00x"
            })
    void refusesControlCharactersAndLoneSurrogatesWithoutRepeatingThem(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaCharge(key, POLICY, 1))
                .withMessage("key has control characters or lone surrogates; use well-formed text");
    }

    @Test
    void takesAKeyOf200CharactersAndRefusesOneMore() {
        assertThat(new QuotaCharge("k".repeat(200), POLICY, 1).key()).hasSize(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaCharge("k".repeat(201), POLICY, 1))
                .withMessageStartingWith("key has 201 characters; use at most 200");
    }

    @Test
    void refusesNulls() {
        assertThatNullPointerException()
                .isThrownBy(() -> new QuotaCharge(null, POLICY, 1))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> new QuotaCharge("user:42", null, 1))
                .withMessage("policy");
    }

    @Test
    void anIdHasOneTo200Characters() {
        assertThat(QuotaCharge.requireId("x")).isEqualTo("x");
        assertThat(QuotaCharge.requireId("k".repeat(200))).hasSize(200);
        assertThatIllegalArgumentException().isThrownBy(() -> QuotaCharge.requireId(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaCharge.requireId("k".repeat(201)))
                .withMessageContaining("200");
    }
}
