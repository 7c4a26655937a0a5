// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaDecisionTest {

    private static final Instant NOW = Instant.parse("2026-11-18T13:45:00.250Z");

    private static final QuotaUsage DAY = usage(QuotaPeriod.DAY, 7, 10);
    private static final QuotaUsage MONTH = usage(QuotaPeriod.MONTH, 98, 100);
    private static final QuotaUsage USED_UP_DAY = usage(QuotaPeriod.DAY, 10, 10);
    private static final QuotaUsage USED_UP_MONTH = usage(QuotaPeriod.MONTH, 100, 100);

    @Test
    void isAllowedIfNoQuotaRefuses() {
        assertThat(allowed(DAY).allowed()).isTrue();
        assertThat(refused(USED_UP_DAY).allowed()).isFalse();
    }

    @Test
    void tellsTheUsageWithTheLeastRemainingWhenAllowed() {
        assertThat(allowed(DAY, MONTH).usage()).isEqualTo(MONTH);
        assertThat(allowed(MONTH, DAY).usage()).isEqualTo(MONTH);
    }

    @Test
    void tellsTheFirstOfUsagesWithEquallyLittleRemaining() {
        QuotaUsage year = usage(QuotaPeriod.YEAR, 998, 1000);

        assertThat(allowed(MONTH, year).usage()).isEqualTo(MONTH);
        assertThat(allowed(year, MONTH).usage()).isEqualTo(year);
    }

    @Test
    void tellsTheRefusingUsageThatResetsLastWhenRefused() {
        assertThat(refused(USED_UP_MONTH, USED_UP_DAY).usage()).isEqualTo(USED_UP_MONTH);
        assertThat(refused(USED_UP_DAY, USED_UP_MONTH).usage()).isEqualTo(USED_UP_MONTH);
    }

    @Test
    void doesNotTellAUsageThatResetsLaterButHasRoom() {
        QuotaDecision decision = new QuotaDecision(NOW, List.of(USED_UP_DAY, MONTH), List.of(USED_UP_DAY), false);

        assertThat(decision.usage()).isEqualTo(USED_UP_DAY);
    }

    @Test
    void keepsTheOrderOfTheCharges() {
        QuotaDecision decision = new QuotaDecision(NOW, List.of(MONTH, USED_UP_DAY), List.of(USED_UP_DAY), false);

        assertThat(decision.usages()).containsExactly(MONTH, USED_UP_DAY);
        assertThat(decision.violated()).containsExactly(USED_UP_DAY);
    }

    @Test
    void waitsUntilTheLastOfTheRefusingQuotasResets() {
        QuotaDecision decision = refused(USED_UP_DAY, USED_UP_MONTH);

        assertThat(decision.retryAfter()).contains(Duration.between(NOW, Instant.parse("2026-12-01T00:00:00Z")));
    }

    @Test
    void doesNotWaitForQuotasThatHaveRoom() {
        QuotaDecision decision = new QuotaDecision(NOW, List.of(USED_UP_DAY, MONTH), List.of(USED_UP_DAY), false);

        assertThat(decision.retryAfter()).contains(Duration.between(NOW, Instant.parse("2026-11-19T00:00:00Z")));
    }

    @Test
    void neverWaitsForAWindowThatHasJustEnded() {
        Instant afterReset = Instant.parse("2026-11-19T00:00:03Z");

        QuotaDecision decision = new QuotaDecision(afterReset, List.of(USED_UP_DAY), List.of(USED_UP_DAY), false);

        assertThat(decision.retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void hasNothingToWaitForWhenAllowed() {
        assertThat(allowed(DAY).retryAfter()).isEmpty();
        assertThat(allowed(DAY).neverFits()).isFalse();
    }

    @Test
    void doesNotWaitForWhatNeverFits() {
        QuotaDecision decision = new QuotaDecision(NOW, List.of(DAY), List.of(DAY), true);

        assertThat(decision.neverFits()).isTrue();
        assertThat(decision.retryAfter()).isEmpty();
    }

    @Test
    void doesNotWaitForAWindowThatNeverEnds() {
        QuotaUsage trial = usage(QuotaPeriod.ONCE, 10, 10);

        assertThat(refused(trial).retryAfter()).isEmpty();
        assertThat(refused(USED_UP_DAY, trial).retryAfter()).isEmpty();
        assertThat(refused(USED_UP_DAY, trial).usage()).isEqualTo(trial);
        assertThat(new QuotaExceededException(refused(trial)).getResponse().getHeaders())
                .doesNotContainKey("Retry-After");
        assertThat(new QuotaExceededException(refused(trial)))
                .hasMessage("quota once has no room: 10 of 10 units used, never resets");
        assertThat(trial.resets()).isFalse();
        assertThat(USED_UP_DAY.resets()).isTrue();
    }

    @Test
    void answersItselfOrThrowsTheRefusal() {
        QuotaDecision allowed = allowed(DAY);
        QuotaDecision refused = refused(USED_UP_DAY);

        assertThat(allowed.orThrow()).isSameAs(allowed);
        assertThatExceptionOfType(QuotaExceededException.class)
                .isThrownBy(refused::orThrow)
                .satisfies(thrown -> assertThat(thrown.decision()).isSameAs(refused));
    }

    @Test
    void doesNotChangeWithTheListsItWasMadeFrom() {
        List<QuotaUsage> usages = new ArrayList<>(List.of(USED_UP_DAY));
        List<QuotaUsage> violated = new ArrayList<>(List.of(USED_UP_DAY));

        QuotaDecision decision = new QuotaDecision(NOW, usages, violated, false);
        usages.clear();
        violated.clear();

        assertThat(decision).isEqualTo(refused(USED_UP_DAY));
    }

    @Test
    void refusesContradictions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaDecision(NOW, List.of(), List.of(), false))
                .withMessage("usages is empty; a decision needs at least one quota");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaDecision(NOW, List.of(DAY), List.of(MONTH), false))
                .withMessage("violated names a quota that is not among the usages");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaDecision(NOW, List.of(DAY), List.of(), true))
                .withMessage("neverFits goes with a refusal, but violated is empty");
    }

    private static QuotaDecision allowed(QuotaUsage... usages) {
        return new QuotaDecision(NOW, List.of(usages), List.of(), false);
    }

    private static QuotaDecision refused(QuotaUsage... usages) {
        return new QuotaDecision(NOW, List.of(usages), List.of(usages), false);
    }

    private static QuotaUsage usage(QuotaPeriod period, long used, long limit) {
        return QuotaUsage.builder("user:42", period, ZoneOffset.UTC)
                .used(used)
                .limit(limit)
                .window(period.startOf(NOW, ZoneOffset.UTC), period.endOf(NOW, ZoneOffset.UTC))
                .build();
    }
}
