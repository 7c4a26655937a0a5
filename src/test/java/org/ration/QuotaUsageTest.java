// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaUsageTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0,  0, 10, 10",
        "7,  0, 10, 3",
        "7,  2, 10, 1",
        "7,  3, 10, 0",
        "10, 0, 10, 0",
        "12, 0, 10, 0",
        "5,  9, 10, 0",
        "0,  0, 0,  0",
        "9223372036854775807, 9223372036854775807, 9223372036854775807, 0",
        "0, 9223372036854775807, 0, 0",
    })
    void leavesWhatIsNeitherUsedNorReservedAndNeverLessThanNothing(
            long used, long reserved, long limit, long remaining) {
        assertThat(usage("", used, reserved, limit).remaining()).isEqualTo(remaining);
    }

    @Test
    void isUnlimitedAtTheUnlimitedLimitOnly() {
        assertThat(usage("", 5, 0, Quota.UNLIMITED).unlimited()).isTrue();
        assertThat(usage("", 5, 0, Quota.MAX_UNITS).unlimited()).isFalse();
    }

    @Test
    void namesItsPolicy() {
        assertThat(usage("", 0, 0, 1).policyName()).isEqualTo("month");
        assertThat(usage("exports", 0, 0, 1).policyName()).isEqualTo("exports-month");
    }

    @Test
    void refusesNegativeCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage("", -1, 0, 1))
                .withMessage("used -1, reserved 0, limit 1; none may be negative");
        assertThatIllegalArgumentException().isThrownBy(() -> usage("", 0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> usage("", 0, 0, -1));
    }

    @Test
    void refusesAWindowThatDoesNotLast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotaUsage.builder("user:42", QuotaPeriod.MONTH, ZoneOffset.UTC)
                        .limit(1)
                        .window(RESET, RESET)
                        .build())
                .withMessage("periodStart 2026-12-01T00:00:00Z is not before resetAt 2026-12-01T00:00:00Z");
    }

    @Test
    void refusesNulls() {
        assertThatNullPointerException().isThrownBy(() -> QuotaUsage.builder(null, QuotaPeriod.MONTH, ZoneOffset.UTC)
                .limit(1)
                .window(START, RESET)
                .build());
        assertThatNullPointerException().isThrownBy(() -> usage(null, 0, 0, 1));
        assertThatNullPointerException().isThrownBy(() -> QuotaUsage.builder("user:42", null, ZoneOffset.UTC)
                .limit(1)
                .window(START, RESET)
                .build());
        assertThatNullPointerException().isThrownBy(() -> QuotaUsage.builder("user:42", QuotaPeriod.MONTH, null)
                .limit(1)
                .window(START, RESET)
                .build());
        assertThatNullPointerException()
                .isThrownBy(() -> QuotaUsage.builder("user:42", QuotaPeriod.MONTH, ZoneOffset.UTC)
                        .limit(1)
                        .window(null, RESET)
                        .build());
        assertThatNullPointerException()
                .isThrownBy(() -> QuotaUsage.builder("user:42", QuotaPeriod.MONTH, ZoneOffset.UTC)
                        .limit(1)
                        .window(START, null)
                        .build());
    }

    private static QuotaUsage usage(String scope, long used, long reserved, long limit) {
        return QuotaUsage.builder("user:42", QuotaPeriod.MONTH, ZoneOffset.UTC)
                .scope(scope)
                .used(used)
                .reserved(reserved)
                .limit(limit)
                .window(START, RESET)
                .build();
    }
}
