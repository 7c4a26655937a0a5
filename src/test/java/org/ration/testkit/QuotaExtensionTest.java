// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStoreException;

/** The kit as a user's own tests have it. */
@ExtendWith(QuotaExtension.class)
class QuotaExtensionTest {

    private static final QuotaPolicy TWO_A_MONTH = QuotaPolicy.of(2, QuotaPeriod.MONTH);

    @BeforeEach
    void spendOne(QuotaRegistry quotas) {
        quotas.consume("user:bob", TWO_A_MONTH);
    }

    @Test
    void refusesBeyondTheLimitUntilTheClockIsMoved(InMemoryQuotas quotas, MovableClock clock) {
        assertThat(quotas.consume("user:bob", TWO_A_MONTH).allowed()).isTrue();
        assertThat(quotas.consume("user:bob", TWO_A_MONTH).allowed()).isFalse();

        clock.advance(Duration.ofDays(31));

        assertThat(quotas.consume("user:bob", TWO_A_MONTH).allowed()).isTrue();
    }

    @Test
    void theClockKeepsWithinItsBounds(MovableClock clock) {
        Instant before = clock.instant();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.set(Instant.MAX))
                .withMessageContaining("instant is +1000000000-12-31T23:59:59.999999999Z; use 0001-01-01T00:00:00Z to");
        for (Duration far : List.of(
                Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE), Duration.ofDays(3_000_000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> clock.advance(far))
                    .withMessageContaining("by is " + far + "; from " + before + " use ");
        }
        assertThat(clock.instant()).isEqualTo(before);

        clock.set(Instant.parse("9999-12-31T23:59:59.999Z"));
        clock.advance(Duration.between(clock.instant(), Instant.parse("0001-01-01T00:00:00Z")));
        assertThat(clock.instant()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    }

    @Test
    void releaseLeavesWhatWasSettledElsewhere(QuotaRegistry quotas) {
        List<QuotaCharge> one = List.of(new QuotaCharge("user:eve", TWO_A_MONTH, 1));
        try (QuotaHold hold = quotas.reserve(one, Duration.ofMinutes(1), "id")) {
            quotas.settle(hold.id(), 1);
        }

        assertThat(quotas.usage("user:eve", TWO_A_MONTH).used()).isEqualTo(1);
    }

    @Test
    void closingARepetitionLeavesTheFirstHoldOpen(QuotaRegistry quotas) {
        List<QuotaCharge> one = List.of(new QuotaCharge("user:eve", TWO_A_MONTH, 1));
        quotas.reserve(one, Duration.ofMinutes(1), "id");

        quotas.reserve(one, Duration.ofMinutes(1), "id").close();

        assertThat(quotas.usage("user:eve", TWO_A_MONTH).reserved()).isEqualTo(1);
    }

    @Test
    void afterAnAttemptToSettleCloseLeavesTheHoldToItsExpiry(InMemoryQuotas quotas) {
        QuotaHold hold = quotas.reserve("user:eve", TWO_A_MONTH, 1, Duration.ofMinutes(1));
        quotas.fail(StoreFault.DOWN);
        assertThatExceptionOfType(QuotaStoreException.class).isThrownBy(hold::settle);
        quotas.fail(StoreFault.NONE);

        hold.close();

        assertThat(quotas.usage("user:eve", TWO_A_MONTH).reserved()).isEqualTo(1);
    }

    @Test
    void eachTestHasQuotasOfItsOwn(QuotaRegistry quotas) {
        assertThat(quotas.usage("user:bob", TWO_A_MONTH).used()).isEqualTo(1);
    }

    @Nested
    class InAConstructor {

        private final QuotaRegistry quotas;

        InAConstructor(QuotaRegistry quotas) {
            this.quotas = quotas;
        }

        @RepeatedTest(2)
        void eachTestHasQuotasOfItsOwn(QuotaRegistry same) {
            assertThat(quotas).isSameAs(same);
            assertThat(quotas.consume("user:eve", TWO_A_MONTH, 2).allowed()).isTrue();
        }
    }

    @Test
    void aParameterThatTestsWouldShareIsRefused() {
        for (Class<?> sharing : List.of(SharedQuotas.InBeforeAll.class, SharedQuotas.OneInstance.class)) {
            assertThat(failureOf(sharing))
                    .hasMessage("quotas belong to one test, and this parameter to all of " + sharing.getSimpleName()
                            + "; take it in a test method, in @BeforeEach, or in the constructor of a class that has"
                            + " an instance per test (JUnit 5.12)");
        }
    }

    private static Throwable failureOf(Class<?> tests) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .build(),
                        summary);
        return summary.getSummary().getFailures().get(0).getException();
    }

    @Test
    void aStoreThatIsDownChargesNothing(InMemoryQuotas quotas) {
        quotas.fail(StoreFault.DOWN);

        assertThatExceptionOfType(QuotaStoreException.class)
                .isThrownBy(() -> quotas.consume("user:bob", TWO_A_MONTH))
                .matches(failure -> !failure.outcomeUnknown());

        quotas.fail(StoreFault.NONE);
        assertThat(quotas.usage("user:bob", TWO_A_MONTH).used()).isEqualTo(1);
    }

    @Test
    void aLostAnswerHasChargedAndIsUnknown(InMemoryQuotas quotas) {
        quotas.fail(StoreFault.ANSWER_LOST);

        assertThatExceptionOfType(QuotaStoreException.class)
                .isThrownBy(() -> quotas.consume("user:bob", TWO_A_MONTH))
                .matches(QuotaStoreException::outcomeUnknown);

        quotas.fail(StoreFault.NONE);
        assertThat(quotas.usage("user:bob", TWO_A_MONTH).used()).isEqualTo(2);
    }

    @Test
    void asynchronousChargesAreRefusedNormallyAndFailExceptionally(InMemoryQuotas quotas) {
        List<QuotaCharge> two = List.of(new QuotaCharge("user:bob", TWO_A_MONTH, 2));

        assertThat(quotas.consumeAsync(two)).isCompletedWithValueMatching(decision -> !decision.allowed());
        quotas.fail(StoreFault.DOWN);
        assertThat(quotas.consumeAsync(two)).isCompletedExceptionally();
    }

    @Test
    void asynchronousChargesHandOutTheFailureItself(InMemoryQuotas quotas) {
        List<QuotaCharge> one = List.of(new QuotaCharge("user:eve", TWO_A_MONTH, 1));
        List<QuotaCharge> two = List.of(new QuotaCharge("user:eve", TWO_A_MONTH, 2));
        quotas.consume(one, "id");

        assertThat(failureOf(quotas.consumeAsync(two, "id"))).isInstanceOf(QuotaConflictException.class);
        quotas.fail(StoreFault.DOWN);
        assertThat(failureOf(quotas.consumeAsync(one))).isInstanceOf(QuotaStoreException.class);
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        return stage.toCompletableFuture()
                .<Throwable>handle((answer, failure) -> failure)
                .join();
    }

    @Test
    void whatIsHeldUnderAnIdCannotBeConsumedUnderIt(QuotaRegistry quotas) {
        List<QuotaCharge> one = List.of(new QuotaCharge("user:eve", TWO_A_MONTH, 1));
        quotas.reserve(one, Duration.ofMinutes(1), "an id");

        assertThatExceptionOfType(QuotaConflictException.class)
                .isThrownBy(() -> quotas.consume(one, "an id"))
                .withMessageNotContaining("an id");
    }

    @Test
    void anIdThatIsNotWellFormedIsRefused(QuotaRegistry quotas) {
        for (String id : List.of("", "a\nb", "\uD800")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> quotas.settle(id, 1))
                    .withMessageStartingWith("id has ");
            assertThatIllegalArgumentException().isThrownBy(() -> quotas.release(id));
            assertThatIllegalArgumentException().isThrownBy(() -> quotas.hold(id));
        }
    }

    @Test
    void aCounterDoesNotOverflow(QuotaRegistry quotas) {
        QuotaPolicy free = TWO_A_MONTH.withBlock(false);
        long units = QuotaPolicy.MAX_UNITS;
        quotas.consume(List.of(new QuotaCharge("user:eve", free, 0)), "id");
        for (long used = 0; used <= Long.MAX_VALUE - units; used += units) {
            quotas.consume("user:eve", free, units);
        }
        List<QuotaCharge> more = List.of(new QuotaCharge("user:eve", free, units));

        assertThatExceptionOfType(QuotaStoreException.class).isThrownBy(() -> quotas.consume(more));
        assertThatExceptionOfType(QuotaStoreException.class).isThrownBy(() -> quotas.consume(more, "other"));
        assertThatExceptionOfType(QuotaStoreException.class).isThrownBy(() -> quotas.settle("id", units));
    }

    @Test
    void illegalArgumentsAreRefusedAsByTheRealRegistry(InMemoryQuotas quotas) {
        QuotaCharge charge = new QuotaCharge("user:bob", TWO_A_MONTH, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> quotas.consume(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> quotas.consume(List.of(charge, charge)));
        assertThatIllegalArgumentException().isThrownBy(() -> quotas.usage(""));
    }

    @Test
    void keysAreBuiltByTheRealForms(InMemoryQuotas quotas) {
        assertThat(quotas.key("user", "42")).isEqualTo("user:42");
        assertThat(quotas.key("org:{path.org}:{user}", "7", "bob")).isEqualTo("org:7:bob");
        assertThat(quotas.key("header:X-Api-Key", "raw"))
                .startsWith("header:x-api-key:")
                .doesNotContain("raw");
    }
}
