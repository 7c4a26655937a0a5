// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.core.CheckedExceptionRethrower.safeRethrow;

import jakarta.ejb.AsyncResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.OnSuccess;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaExceededException;
import org.ration.QuotaOutcome;
import org.ration.QuotaRegistry;
import org.ration.QuotaSettlement;
import org.ration.QuotaUncounted;
import org.ration.testing.Deployed;
import org.ration.testing.Logged;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** What becomes of a call that holds units until its outcome is known. */
@Deployed
class HeldCallsCdiTest {

    private static final String HERE = HeldCallsCdiTest.class.getName() + "$";

    @Inject
    TestDatabase database;

    @Inject
    TestClock clock;

    @Inject
    TestRequest request;

    @Inject
    QuotaRegistry quotas;

    @Inject
    Shop shop;

    @Inject
    Answer answer;

    @Inject
    Uncounted uncounted;

    @ApplicationScoped
    static class Shop {

        /** Runs in place of every method. */
        private Supplier<?> work = () -> null;

        private AsyncResponse handed;

        void does(Supplier<?> newWork) {
            work = newWork;
        }

        @Quota(key = "global:success", limit = 10, cost = 4, settleBy = OnSuccess.class)
        public Object onSuccess() {
            return work.get();
        }

        @Quota(key = "global:success", limit = 10, cost = 4, settleBy = OnSuccess.class)
        public CompletionStage<?> stage() {
            return (CompletionStage<?>) work.get();
        }

        @Quota(key = "global:success", limit = 10, cost = 4, settleBy = OnSuccess.class)
        public CompletableFuture<?> completable() {
            return (CompletableFuture<?>) work.get();
        }

        @Quota(key = "global:many", limit = 10_000, settleBy = OnSuccess.class)
        public CompletableFuture<?> manyTimes() {
            return (CompletableFuture<?>) work.get();
        }

        @Quota(key = "global:success", limit = 10, cost = 4, settleBy = OnSuccess.class)
        public Own own() {
            return (Own) work.get();
        }

        @Quota(key = "global:success", limit = 10, cost = 4, settleBy = OnSuccess.class)
        public Future<?> future() {
            return (Future<?>) work.get();
        }

        @Quota(key = "global:success", limit = 10, cost = 4, settleBy = OnSuccess.class)
        public void suspended(AsyncResponse response) {
            handed = response;
        }

        AsyncResponse handed() {
            return handed;
        }

        @Quota(key = "global:answered", limit = 10, cost = 4, scope = "answered", settleBy = Answer.class)
        public Object answered(String argument) {
            return work.get();
        }

        /** Its lines in the log are paced apart from those of {@link #answered}. */
        @Quota(key = "global:answered", limit = 10, cost = 4, scope = "answered", settleBy = Answer.class)
        public Object answeredNonsense() {
            return work.get();
        }

        @Quota(key = "global:answered", limit = 10, cost = 4, scope = "answered", settleBy = Answer.class)
        public CompletionStage<?> answeredLater() {
            return (CompletionStage<?>) work.get();
        }

        @Quota(
                key = "global:short",
                limit = 10,
                cost = 4,
                scope = "short",
                holdFor = "PT1M",
                settleBy = OnSuccess.class)
        public Object held() {
            return work.get();
        }

        @Quota(key = "global:several", limit = 2, scope = "counted")
        @Quota(key = "global:several", limit = 10, cost = 4, scope = "settled", settleBy = OnSuccess.class)
        @Quota(key = "global:several", limit = 1, period = "inflight", scope = "running")
        public Object several() {
            return work.get();
        }

        @Quota(key = "global:left", limit = 9, period = "inflight", scope = "running")
        @Quota(key = "global:left", limit = 9, cost = 5, scope = "left", settleBy = Answer.class)
        @Quota(key = "global:left", limit = 9, cost = 4, scope = "settled", settleBy = OnSuccess.class)
        public Object partlyLeft() {
            return work.get();
        }

        @Quota(key = "global:running", limit = 2, period = "inflight", scope = "running")
        public Object inflight() {
            return work.get();
        }

        @Quota(key = "global:running", limit = 2, period = "inflight", scope = "running")
        public CompletionStage<?> inflightStage() {
            return (CompletionStage<?>) work.get();
        }

        @Quota(key = "global:soft", limit = 1, cost = 4, scope = "soft", block = false, settleBy = OnSuccess.class)
        public Object soft() {
            return work.get();
        }
    }

    /** Answers what a test wants. */
    @ApplicationScoped
    static class Answer implements QuotaSettlement {

        private OptionalLong units = OptionalLong.empty();
        private RuntimeException defect;
        private QuotaCall call;
        private QuotaOutcome outcome;

        void with(OptionalLong newUnits, RuntimeException newDefect) {
            units = newUnits;
            defect = newDefect;
        }

        @Override
        public OptionalLong unitsOf(QuotaCall newCall, QuotaOutcome newOutcome) {
            call = newCall;
            outcome = newOutcome;
            if (defect != null) {
                throw defect;
            }
            return units;
        }

        QuotaCall call() {
            return call;
        }

        QuotaOutcome outcome() {
            return outcome;
        }
    }

    /** The events of a test. */
    @ApplicationScoped
    static class Uncounted {

        private final List<QuotaUncounted> events = new ArrayList<>();

        void observe(@Observes QuotaUncounted event) {
            events.add(event);
        }

        List<QuotaUncounted> events() {
            return events;
        }
    }

    /** A stage of the application's own class. */
    static class Own extends CompletableFuture<Object> {}

    /** A stage with a defect. */
    static class Unwatchable extends CompletableFuture<Object> {

        @Override
        public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
            throw new IllegalStateException("nobody is told");
        }
    }

    @BeforeEach
    void doesNothing() {
        shop.does(() -> null);
        answer.with(OptionalLong.empty(), null);
    }

    private long used() {
        return database.used();
    }

    private long reserved() {
        return database.number("select coalesce(sum(reserved), 0) from ration_account");
    }

    // calls that return

    @Test
    void aCallHoldsItsCostWhileItRunsAndCountsItWhenItHasSucceeded() {
        shop.does(() -> List.of(used(), reserved()));

        Object seen = shop.onSuccess();

        assertThat(seen).isEqualTo(List.of(0L, 4L));
        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @Test
    void aCallThatThrowsCostsNothing() {
        shop.does(() -> {
            throw new IllegalStateException("the method fails");
        });

        assertThatThrownBy(shop::onSuccess).hasMessage("the method fails");

        assertThat(used()).isZero();
        assertThat(reserved()).isZero();
    }

    @Test
    void anErrorEndsACallLikeAnException() {
        shop.does(() -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(shop::onSuccess).isInstanceOf(StackOverflowError.class);

        assertThat(used() + reserved()).isZero();
    }

    /** What cannot be settled is left to its expiry: the caller is not left waiting. */
    @Test
    void aStageThatIsCompletedWhereTheStackEndsIsAnsweredAllTheSame() throws InterruptedException {
        List<CompletableFuture<Object>> stages = new ArrayList<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int call = 0; call < 600; call++) {
            CompletableFuture<Object> stage = new CompletableFuture<>();
            stages.add(stage);
            shop.does(() -> stage);
            answers.add(shop.manyTimes());
        }

        Iterator<CompletableFuture<Object>> left = stages.iterator();
        Thread deep = new Thread(null, () -> completeWhereTheStackEnds(left), "deep", 512 * 1024);
        deep.start();
        deep.join();

        await().untilAsserted(() -> assertThat(reserved())
                .isGreaterThan(
                        answers.stream().filter(answer -> !answer.isDone()).count()));
    }

    /** One on each level, on the way back from the last one. */
    private static void completeWhereTheStackEnds(Iterator<CompletableFuture<Object>> stages) {
        try {
            completeWhereTheStackEnds(stages);
            if (stages.hasNext()) {
                stages.next().complete("done");
            }
        } catch (StackOverflowError end) {
            // there is more room one level up
        }
    }

    @Test
    void aCallThatLeavesItsThreadInterruptedIsSettledAndTheThreadStaysSo() {
        shop.does(() -> {
            Thread.currentThread().interrupt();
            return "done";
        });

        shop.onSuccess();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @Test
    void aResponseCountsByItsStatus() {
        shop.does(() -> Response.status(404).build());
        shop.onSuccess();
        assertThat(used() + reserved()).isZero();

        shop.does(() -> Response.status(399).build());
        shop.onSuccess();
        assertThat(used()).isEqualTo(4);
    }

    @Test
    void aRedirectThatIsThrownIsNoFailureAndAnErrorIsOne() {
        shop.does(() -> {
            throw new NotFoundException();
        });
        assertThatThrownBy(shop::onSuccess).isInstanceOf(NotFoundException.class);
        assertThat(used() + reserved()).isZero();

        shop.does(() -> {
            throw new RedirectionException(303, URI.create("elsewhere"));
        });
        assertThatThrownBy(shop::onSuccess).isInstanceOf(RedirectionException.class);
        assertThat(used()).isEqualTo(4);
    }

    @Test
    void aCallThatFindsNoRoomIsNotMadeAndHoldsNothing() {
        shop.onSuccess();
        shop.onSuccess();
        shop.does(() -> {
            throw new AssertionError("the method runs");
        });

        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, shop::onSuccess);

        assertThat(refused.decision().usage().used()).isEqualTo(8);
        assertThat(used()).isEqualTo(8);
        assertThat(reserved()).isZero();
    }

    @Test
    void whatOthersHoldIsNotFree() {
        shop.does(() -> {
            shop.does(() -> catchThrowableOfType(QuotaExceededException.class, shop::onSuccess));
            return shop.onSuccess();
        });

        QuotaExceededException refused = (QuotaExceededException) shop.onSuccess();

        assertThat(refused.decision().usage().used()).isZero();
        assertThat(refused.decision().usage().reserved()).isEqualTo(8);
        assertThat(used()).isEqualTo(8);
    }

    @Test
    void aQuotaThatDoesNotBlockHoldsAndCountsBeyondItsLimit() {
        shop.does(this::reserved);

        assertThat(shop.soft()).isEqualTo(4L);

        assertThat(used()).isEqualTo(4);
    }

    // stages

    @Test
    void aStageHoldsUntilItCompletesAndIsSettledBeforeItsCallerSeesIt() {
        CompletableFuture<String> work = new CompletableFuture<>();
        shop.does(() -> work);

        CompletionStage<?> stage = shop.stage();
        assertThat(reserved()).isEqualTo(4);
        work.complete("done");

        assertThat(stage.toCompletableFuture().join()).isEqualTo("done");
        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @Test
    void aStageThatFailsCostsNothingAndFailsForItsCallerAsItWould() {
        CompletableFuture<String> work = new CompletableFuture<>();
        shop.does(() -> work);

        CompletableFuture<?> future = shop.completable();
        work.completeExceptionally(new IllegalStateException("the work fails"));

        assertThatThrownBy(future::join).hasRootCauseMessage("the work fails");
        assertThat(used() + reserved()).isZero();
    }

    @Test
    void aStageThatIsDoneIsHandedOnAsItIs() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("done");
        shop.does(() -> done);

        assertThat(shop.stage()).isSameAs(done);

        assertThat(used()).isEqualTo(4);
    }

    @Test
    void aStageThatHasFailedIsHandedOnAsItIs() {
        CompletableFuture<String> failed = CompletableFuture.failedFuture(new NotFoundException());
        shop.does(() -> failed);

        assertThat(shop.stage()).isSameAs(failed);

        assertThat(used() + reserved()).isZero();
    }

    @Test
    void aMinimalStageIsSettledBeforeItsCallerSeesIt() {
        shop.does(() -> CompletableFuture.completedStage("done"));

        assertThat(shop.stage().toCompletableFuture().join()).isEqualTo("done");

        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @Test
    void aMinimalStageThatFailsCostsNothing() {
        shop.does(() -> CompletableFuture.failedStage(new IllegalStateException("the work fails")));

        CompletableFuture<?> future = shop.stage().toCompletableFuture();

        assertThatThrownBy(future::join).hasRootCauseMessage("the work fails");
        assertThat(used() + reserved()).isZero();
    }

    @Test
    void aMinimalStageHoldsUntilItCompletes() {
        CompletableFuture<String> work = new CompletableFuture<>();
        shop.does(work::minimalCompletionStage);

        CompletionStage<?> stage = shop.stage();
        assertThat(reserved()).isEqualTo(4);
        work.complete("done");

        assertThat(stage.toCompletableFuture().join()).isEqualTo("done");
        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @Test
    void aStageThatCannotBeWatchedEndsItsCall() {
        shop.does(Unwatchable::new);

        assertThatThrownBy(shop::stage).hasMessage("nobody is told");

        assertThat(used() + reserved()).isZero();
    }

    @Test
    void aStageOfAnotherClassIsHandedOnAsItIsAndSettledAllTheSame() {
        Own work = new Own();
        shop.does(() -> work);

        Own own = shop.own();
        own.complete("done");

        assertThat(own).isSameAs(work);
        await().untilAsserted(() -> assertThat(used()).isEqualTo(4));
    }

    @Test
    void whoeverCancelsWhatHeWasHandedCancelsTheWorkAndPaysNothing() {
        CompletableFuture<String> work = new CompletableFuture<>();
        shop.does(() -> work);

        shop.completable().cancel(true);

        assertThat(work).isCancelled();
        await().untilAsserted(() -> assertThat(reserved()).isZero());
        assertThat(used()).isZero();
    }

    // futures of EJBs

    @Test
    void theFutureOfAnAsynchronousEjbIsWhatItHolds() {
        shop.does(() -> new AsyncResult<>(Response.status(404).build()));
        shop.future();
        assertThat(used() + reserved()).isZero();

        shop.does(() -> new AsyncResult<>("done"));
        shop.future();
        assertThat(used()).isEqualTo(4);
    }

    // suspended responses

    @Test
    void aSuspendedResponseHoldsUntilItIsResumed() {
        SuspendedResponse response = new SuspendedResponse();
        shop.suspended(response);
        assertThat(reserved()).isEqualTo(4);

        shop.handed().resume("done");

        assertThat(response.resumedWith()).containsExactly("done");
        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @Test
    void aSuspendedResponseThatIsResumedWithAFailureCostsNothing() {
        shop.suspended(new SuspendedResponse());

        shop.handed().resume(new IllegalStateException("the work fails"));

        assertThat(used() + reserved()).isZero();
    }

    @Test
    void aSuspendedResponseThatIsCompletedWithoutBeingResumedCostsNothing() {
        SuspendedResponse response = new SuspendedResponse();
        shop.suspended(response);

        response.complete();

        await().untilAsserted(() -> assertThat(reserved()).isZero());
        assertThat(used()).isZero();
    }

    @Test
    void aSuspendedResponseThatCannotBeWatchedLeavesNothingHeld() {
        SuspendedResponse unwatchable = new SuspendedResponse() {
            @Override
            public Collection<Class<?>> register(Object callback) {
                throw new IllegalStateException("already over");
            }
        };

        shop.suspended(unwatchable);

        assertThat(unwatchable.resumedWith())
                .singleElement()
                .isInstanceOfSatisfying(IllegalStateException.class, thrown -> assertThat(thrown)
                        .hasMessage("already over"));
        assertThat(used() + reserved()).isZero();
    }

    // what goes wrong between the charge and the call

    @Test
    void aResponseThatTakesNoHeadersDoesNotChangeTheCall() {
        request.by("ann");
        request.onDecision(() -> {
            throw new IllegalStateException("the response is closed");
        });
        shop.does(() -> "done");

        List<String> log = Logged.by(() -> {
            assertThat(shop.onSuccess()).isEqualTo("done");
            return null;
        });

        assertThat(log).anyMatch(line -> line.contains("a decision could not be written to a response"));
        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void aCallThatIsNotMadeAfterAllLeavesNothingHeld(Throwable thrown) {
        request.by("ann");
        request.onCall(() -> safeRethrow(thrown));
        shop.does(() -> {
            throw new AssertionError("the method runs");
        });

        assertThatThrownBy(shop::onSuccess).isSameAs(thrown);

        assertThat(used() + reserved()).isZero();
    }

    static List<Throwable> thrown() {
        return List.of(new IllegalStateException("the request is over"), new StackOverflowError());
    }

    // settlements

    @Test
    void aSettlementIsToldTheCallAndItsOutcome() {
        request.by("ann").header("X-Order", "17");
        shop.does(() -> "done");
        answer.with(OptionalLong.of(7), null);

        shop.answered("argument");

        QuotaOutcome outcome = answer.outcome();
        assertThat(outcome.result()).contains("done");
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.status()).isEqualTo(OptionalInt.empty());
        assertThat(outcome.heldUnits()).isEqualTo(4);
        assertThat(answer.call().arguments()).containsExactly("argument");
        assertThat(answer.call().quota().scope()).isEqualTo("answered");
        assertThat(answer.call().header("X-Order")).contains("17");
        assertThat(used()).isEqualTo(7);
        assertThat(reserved()).isZero();
    }

    @Test
    void aSettlementIsToldTheFailureAndNoResult() {
        shop.does(() -> {
            throw new NotFoundException();
        });
        answer.with(OptionalLong.of(1), null);

        assertThatThrownBy(() -> shop.answered("argument")).isInstanceOf(NotFoundException.class);

        assertThat(answer.outcome().failure()).containsInstanceOf(NotFoundException.class);
        assertThat(answer.outcome().status()).hasValue(404);
        assertThat(answer.outcome().result()).isEmpty();
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void aSettlementAfterTheRequestKnowsTheCallerButNoOtherPartOfIt() {
        request.by("ann").header("X-Order", "17");
        CompletableFuture<String> work = new CompletableFuture<>();
        shop.does(() -> work);
        answer.with(OptionalLong.of(7), null);

        CompletionStage<?> stage = shop.answeredLater();
        request.by("bob").header("X-Order", "18");
        work.complete("done");
        stage.toCompletableFuture().join();

        assertThat(answer.call().user()).contains("ann");
        assertThat(answer.call().header("X-Order")).isEmpty();
    }

    @Test
    void aSettlementCanCountMoreThanWasHeld() {
        answer.with(OptionalLong.of(25), null);

        shop.answered("argument");

        assertThat(used()).isEqualTo(25);
    }

    @Test
    void aSettlementThatThrowsCountsInFullAndIsLoggedOnceASecond() {
        shop.does(() -> "done");
        answer.with(null, new IllegalStateException("the settlement fails"));

        List<String> lines = Logged.by(() -> List.of(shop.answered("argument"), shop.answered("argument")));

        assertThat(lines)
                .hasSizeBetween(1, 2)
                .first()
                .asString()
                .startsWith(
                        "SEVERE could not settle what " + HERE + "Shop#answered(String) holds; it is counted in full")
                .endsWith(" | java.lang.IllegalStateException: the settlement fails");
        assertThat(used()).isEqualTo(8);
        assertThat(reserved()).isZero();
    }

    @Test
    void aSettlementThatAnswersNullOrIsOutOfRangeCountsInFull() {
        answer.with(null, null);
        Logged.by(() -> shop.answeredNonsense());
        assertThat(used()).isEqualTo(4);

        answer.with(OptionalLong.of(-1), null);
        Logged.by(() -> shop.answeredNonsense());
        assertThat(used()).isEqualTo(8);
        assertThat(reserved()).isZero();
    }

    @Test
    void aSettlementThatAnswersNothingLeavesTheHoldToTheApplication() {
        shop.answered("argument");

        assertThat(used()).isZero();
        assertThat(reserved()).isEqualTo(4);
        String id = answer.outcome().holdId();
        assertThat(quotas.hold(id)).isPresent();

        quotas.settle(id, 3);

        assertThat(used()).isEqualTo(3);
        assertThat(reserved()).isZero();
    }

    @Test
    void whatIsLeftToTheApplicationStaysHeldWhileTheOtherQuotasAreSettled() {
        shop.partlyLeft();

        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isEqualTo(5);
        String id = answer.outcome().holdId();

        quotas.settle(id, 3);

        assertThat(used()).isEqualTo(7);
        assertThat(reserved()).isZero();
    }

    // several quotas

    @Test
    void quotasThatCountAndQuotasThatHoldAreTakenTogetherAndSettledApart() {
        shop.does(() -> List.of(used(), reserved()));

        assertThat(shop.several()).isEqualTo(List.of(1L, 5L));

        assertThat(used()).isEqualTo(5);
        assertThat(reserved()).isZero();
        shop.does(() -> {
            throw new IllegalStateException("the method fails");
        });
        assertThatThrownBy(shop::several).isInstanceOf(IllegalStateException.class);
        assertThat(used()).isEqualTo(6);
        assertThatThrownBy(shop::several).isInstanceOf(QuotaExceededException.class);
        assertThat(used()).isEqualTo(6);
        assertThat(reserved()).isZero();
    }

    // calls in flight

    @Test
    void callsInFlightAreLimitedWhileTheyRunAndNeverCounted() {
        shop.does(() -> {
            shop.does(() -> catchThrowableOfType(QuotaExceededException.class, shop::inflight));
            return shop.inflight();
        });

        QuotaExceededException refused = (QuotaExceededException) shop.inflight();

        assertThat(refused.decision().retryAfter()).isEmpty();
        assertThat(refused.getResponse().getHeaderString("Retry-After")).isNull();
        assertThat(refused.decision().usage().reserved()).isEqualTo(2);
        assertThat(used()).isZero();
        assertThat(reserved()).isZero();
    }

    @Test
    void aCallInFlightEndsInWhateverWay() {
        shop.does(() -> {
            throw new IllegalStateException("the method fails");
        });
        assertThatThrownBy(shop::inflight).isInstanceOf(IllegalStateException.class);
        assertThat(reserved()).isZero();

        CompletableFuture<String> work = new CompletableFuture<>();
        shop.does(() -> work);
        CompletionStage<?> stage = shop.inflightStage();
        assertThat(reserved()).isEqualTo(1);
        work.completeExceptionally(new CancellationException());
        assertThatThrownBy(stage.toCompletableFuture()::join).isInstanceOf(CancellationException.class);
        assertThat(reserved()).isZero();
    }

    // time

    @Test
    void aCallThatOutlivesItsHoldIsSettledAllTheSame() {
        shop.does(() -> {
            clock.move(Duration.ofMinutes(2));
            return quotas.usage(
                            "global:short",
                            quotas.declarations().stream()
                                    .filter(declaration ->
                                            declaration.policy().scope().equals("short"))
                                    .findFirst()
                                    .orElseThrow()
                                    .policy())
                    .reserved();
        });

        assertThat(shop.held()).isEqualTo(0L);

        assertThat(used()).isEqualTo(4);
        assertThat(reserved()).isZero();
    }

    // a store that fails

    @Test
    void storeTroubleAtTheSettlementChangesNoAnswerAndTheHoldEndsByItself() {
        shop.does(() -> {
            database.execute("alter table ration_receipt rename to elsewhere");
            return "done";
        });

        List<String> lines = Logged.by(() -> {
            assertThat(shop.held()).isEqualTo("done");
            return null;
        });

        database.execute("alter table elsewhere rename to ration_receipt");
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .startsWith("WARNING could not settle what " + HERE + "Shop#held holds; it is held until it expires"));
        assertThat(uncounted.events()).singleElement().satisfies(event -> {
            assertThat(event.policy()).isEqualTo("short-month");
            assertThat(event.cost()).isEqualTo(4);
        });
        assertThat(reserved()).isEqualTo(4);
        clock.move(Duration.ofMinutes(2));
        shop.does(() -> null);
        shop.held();
        assertThat(reserved()).isZero();
        assertThat(used()).isEqualTo(4);
    }
}
