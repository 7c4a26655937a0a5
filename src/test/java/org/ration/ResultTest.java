// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all values that users read have in common. */
class ResultTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");

    static Stream<Result> results() {
        return Stream.of(
                usage(1),
                new QuotaDecision(START, List.of(usage(1)), List.of(usage(1)), true),
                new QuotaCharged("a", "month", 1, 2, 3, RESET, START),
                new QuotaRefused("a", "month", 1, 2, 3, RESET, START),
                new QuotaThresholdCrossed("a", "month", 80, 2, 3, START, RESET, START),
                new QuotaUncounted("a", "month", 1, START),
                new QuotaReplayed("a", "month", 1, START),
                new QuotaOverrun("a", "month", 1, 2, 3, 2, START),
                new QuotaHoldChanged(QuotaHoldChanged.Change.HELD, "a", "month", 0, 1, START));
    }

    @ParameterizedTest
    @MethodSource("results")
    void isWholeInAnotherProcess(Result result) throws Exception {
        Result copy = Serialized.copy(Result.class, result);

        assertThat(copy).isNotSameAs(result).isEqualTo(result).hasSameHashCodeAs(result);
        assertThat(copy).hasToString(result.toString());
    }

    @ParameterizedTest
    @MethodSource("results")
    void differsFromEveryOther(Result result) {
        List<Object> others = new ArrayList<>(results().toList());
        others.addAll(Arrays.asList(null, "text"));
        others.remove(result);

        assertThat(others).hasSize(10).doesNotContain(result);
        assertThat(result.equals(null)).isFalse();
    }

    @Test
    void differsInOneMember() {
        assertThat(usage(1)).isEqualTo(usage(1)).isNotEqualTo(usage(2));
    }

    @Test
    void namesItsMembersInItsText() {
        assertThat(usage(1))
                .hasToString("QuotaUsage[key=user:42, scope=, period=month, zone=Z, used=1, reserved=0, limit=10,"
                        + " periodStart=2026-11-01T00:00:00Z, resetAt=2026-12-01T00:00:00Z]");
    }

    @Test
    void keepsAPeriodThatWorksInAnotherProcess() throws Exception {
        QuotaUsage copy = Serialized.copy(QuotaUsage.class, usage(1));

        assertThat(copy.period().endOf(START, ZoneOffset.UTC)).isEqualTo(RESET);
    }

    private static QuotaUsage usage(long used) {
        return QuotaUsage.builder("user:42", QuotaPeriod.MONTH, ZoneOffset.UTC)
                .used(used)
                .limit(10)
                .window(START, RESET)
                .build();
    }
}
