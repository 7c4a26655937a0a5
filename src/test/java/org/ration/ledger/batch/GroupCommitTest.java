// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.core.CheckedExceptionRethrower.safeRethrow;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaStoreException;
import org.ration.testing.Race;

/** Callers that wait for each other, and receivers that do not, without a database. */
@Timeout(120)
class GroupCommitTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> poisoned = ConcurrentHashMap.newKeySet();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch slow = new CountDownLatch(1);
    private GroupCommit<String, String> commit = of(2, LONG);

    @AfterEach
    void nothingIsLeft() {
        gate.countDown();
        slow.countDown();
        await().until(commit::isIdle);
        commit.close();
        await().until(() -> commit.threads() == 0); // it waits for them no longer than the time-out
    }

    @Test
    void requestsThatComeMeanwhileShareABatch() throws Exception {
        commit = of(1, LONG);
        Caller stuck = inFlight("gate");
        Caller one = waiting("a");
        Caller two = waiting("b");
        assertThat(commit.isIdle()).isFalse();

        gate.countDown();

        assertThat(List.of(stuck.outcome(), one.outcome(), two.outcome())).containsExactly("gate!", "a!", "b!");
        assertThat(batches).containsExactly(List.of("gate"), List.of("a", "b"));
    }

    @Test
    void everyRequestIsCarriedOutAndAnsweredOnce() throws InterruptedException {
        AtomicInteger carriedOut = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        commit = new GroupCommit<>(Limits.of(3, 100_000, LONG), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            work.connected();
            work.undone().forEach(ticket -> {
                carriedOut.incrementAndGet();
                ticket.answer(ticket.request() + "!");
            });
        });

        List<Boolean> right = Race.run(32, 20_000, number -> {
            String name = "k" + number;
            commit.submit(
                    name, (answer, fault) -> received.addAndGet(answer.equals(name + "!") ? 1 : 0), "m" + number % 3);
            boolean answered =
                    commit.carryOut(name, "k" + number % 7, "l" + number % 5).equals(name + "!");
            return answered && commit.visit(connection -> number % 100) == number % 100;
        });

        await().until(commit::isIdle);
        assertThat(right).doesNotContain(false);
        assertThat(carriedOut).hasValue(40_000);
        assertThat(received).hasValue(20_000);
    }

    @Test
    void aBadAccountTakesNoUnrelatedRequestsWithIt() throws Exception {
        commit = of(1, LONG);
        poisoned.add("bad");
        inFlight("gate");
        List<Caller> callers = List.of(waiting("a"), waiting("bad"), waiting("b"));

        gate.countDown();

        assertThat(callers.get(0).outcome()).isEqualTo("a!");
        assertThat(callers.get(1).outcome()).isEqualTo("bad row");
        assertThat(callers.get(2).outcome()).isEqualTo("b!");
        assertThat(batches)
                .containsExactly(List.of("gate"), List.of("a", "bad", "b"), List.of("a"), List.of("bad"), List.of("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"defect", "lost"})
    void aDefectOrALostAnswerIsUnknownToAllAndNothingIsTriedAgain(String bad) throws Exception {
        commit = of(1, LONG);
        poisoned.add(bad);
        inFlight("gate");
        List<Caller> callers = List.of(waiting("a"), waiting(bad));

        gate.countDown();

        assertThat(callers.get(0).outcomeUnknown()).isTrue();
        assertThat(callers.get(1).outcomeUnknown()).isTrue();
        assertThat(batches).containsExactly(List.of("gate"), List.of("a", bad));
    }

    @Test
    void whatFailsBeforeItHasAConnectionFailsForThoseWhoWait() throws Exception {
        commit = new GroupCommit<>(Limits.of(1, 100, LONG), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            throw QuotaStoreException.notCharged("no database", null);
        });

        assertThat(started("a").outcome()).isEqualTo("no database");
        assertThat(started("b").outcome()).isEqualTo("no database");
    }

    @Test
    void whoWaitsTooLongInTheQueueHasNotBeenCharged() throws Exception {
        commit = of(1, SHORT);
        inFlight("gate");

        Caller late = waiting("a");

        assertThat(late.outcome()).startsWith("no connection for charging was free within PT0.4S");
        assertThat(late.outcomeUnknown()).isFalse();
        gate.countDown();
        await().until(commit::isIdle);
        assertThat(batches).containsExactly(List.of("gate"));
    }

    @Test
    void whatIsReceivedIsLateLikeAnyOther() {
        commit = of(1, SHORT);
        inFlight("gate");
        CompletableFuture<String> late = received("a");

        assertThatThrownBy(late::join).hasMessageContaining("no connection for charging was free within PT0.4S");
    }

    @Test
    void whoWaitsForAPoolThatHasNoneHasNotBeenCharged() throws Exception {
        commit = new GroupCommit<>(Limits.of(2, 100, SHORT), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            pass(gate);
            if (work.connected()) {
                work.undone().forEach(ticket -> ticket.answer(ticket.request() + "!"));
            }
        });
        List<Caller> callers = List.of(started("a"), started("b"), started("c"));

        for (Caller caller : callers) {
            assertThat(caller.outcome()).startsWith("the connection pool gave no connection");
            assertThat(caller.outcomeUnknown()).isFalse();
        }
        gate.countDown();
        assertThat(started("d").outcome()).isEqualTo("d!");
    }

    @Test
    void whoWaitsTooLongForALockHasNotBeenChargedAndTheOthersAre() throws Exception {
        List<String> committed = Collections.synchronizedList(new ArrayList<>());
        commit = new GroupCommit<>(Limits.of(1, 100, SHORT), Runnable::run, () -> false, "refused"::equals, work -> {
            do {
                work.begin();
                if (!work.connected()) {
                    return;
                }
                pass(gate);
            } while (!work.commits());
            work.undone().forEach(ticket -> {
                committed.add(ticket.request());
                ticket.answer(ticket.request() + "!");
            });
        });
        Caller early = started("a");
        await().until(() -> commit.waiting() == 0);

        assertThat(early.outcome()).startsWith("another session keeps a row of the charge locked");
        assertThat(early.outcomeUnknown()).isFalse();
        gate.countDown();
        assertThat(started("a").outcome()).isEqualTo("a!");
        assertThat(committed).hasSize(1);
    }

    @Test
    void whoWaitsTooLongForACommitDoesNotKnowAndTheConnectionIsReplaced() throws Exception {
        commit = of(1, SHORT);
        Caller stuck = inFlight("gate");
        CompletableFuture<String> received = received("gate");

        assertThat(stuck.outcome()).contains("had no answer within twice PT0.4S");
        assertThat(stuck.outcomeUnknown()).isTrue();
        assertThatThrownBy(received::join).hasMessageContaining("no connection");
        assertThat(started("b").outcome()).isEqualTo("b!");
    }

    @Test
    void anAnswerThatIsThereIsGivenThoughTheBatchIsStuck() throws Exception {
        commit = new GroupCommit<>(Limits.of(1, 100, SHORT), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            work.connected();
            work.undone().forEach(ticket -> ticket.answer(ticket.request() + "!"));
            pass(gate);
        });

        assertThat(started("a").outcome()).isEqualTo("a!");
    }

    @Test
    void anInterruptOnArrivalHasNotBeenCharged() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> commit.carryOut("a", "a"))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(batches).isEmpty();
    }

    @Test
    void anInterruptInTheQueueWithdrawsAndOneInFlightDoesNot() throws Exception {
        commit = of(1, LONG);
        Caller first = inFlight("gate");
        Caller second = waiting("a");

        first.thread.interrupt();
        second.thread.interrupt();

        assertThat(second.outcome()).contains("interrupted");
        assertThat(second.outcomeUnknown()).isFalse();
        assertThat(second.stayedInterrupted).isTrue();
        await().until(() -> !first.thread.isInterrupted());
        gate.countDown();
        assertThat(first.outcome()).isEqualTo("gate!");
        assertThat(first.stayedInterrupted).isTrue();
        assertThat(batches).containsExactly(List.of("gate"));
    }

    @Test
    void anInterruptWithdrawsNobodyWhoFinishes() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        FutureTask<Boolean> last = new FutureTask<>(() ->
                commit.finish("a", "a").equals("a!") && Thread.currentThread().isInterrupted());
        Thread thread = new Thread(last);
        thread.start();
        await().until(() -> commit.waiting() == 1);

        thread.interrupt();

        await().until(() -> !thread.isInterrupted());
        gate.countDown();
        assertThat(last.get()).isTrue();
    }

    @Test
    void anInterruptOfACallerReachesNoOther() throws Exception {
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
        commit = new GroupCommit<>(Limits.of(1, 100, LONG), Runnable::run, () -> false, "refused"::equals, work -> {
            work(work);
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        Caller first = inFlight("gate");
        Caller second = waiting("a");

        first.thread.interrupt();
        gate.countDown();

        assertThat(second.outcome()).isEqualTo("a!");
        assertThat(second.stayedInterrupted).isFalse();
        assertThat(interrupted).containsExactly(false, false);
    }

    @Test
    void anInterruptInFlightWithdrawsWhoIsLinedUpAgain() throws Exception {
        commit = new GroupCommit<>(Limits.of(1, 100, LONG), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            work.connected();
            batches.add(names(work));
            if (batches.size() == 1) {
                pass(gate);
                return; // all are left undone
            }
            pass(slow);
            work.undone().forEach(ticket -> ticket.answer(ticket.request() + "!"));
        });
        Caller first = inFlight("a");
        Caller second = waiting("b");
        Caller third = waiting("c");
        second.thread.interrupt();
        assertThat(second.outcome()).contains("interrupted");

        gate.countDown();
        await().until(() -> batches.size() == 2);
        third.thread.interrupt();

        assertThat(third.outcome()).contains("interrupted");
        slow.countDown();
        assertThat(first.outcome()).isEqualTo("a!");
    }

    @Test
    void aCallerWhoseStackEndsTakesNobodyWithIt() throws Exception {
        AtomicInteger depth = new AtomicInteger();
        Race.run(4, 40_000, number -> commit.carryOut("a", "a")); // frames are small once they are compiled
        for (int reserve = 0; reserve < 50; reserve++) {
            Thread deep = new Thread(null, () -> dive(depth), "deep", 256 * 1024);
            deep.start();
            deep.join();
            assertThat(started("a").outcome()).isEqualTo("a!");
        }
        await().until(commit::isIdle);
        assertThat(depth.get()).isPositive();
    }

    private void dive(AtomicInteger depth) {
        depth.incrementAndGet();
        try {
            dive(depth);
        } catch (StackOverflowError end) {
            commit.carryOut("a", "a");
        }
    }

    @Test
    void whoWithdrawsWakesThoseBehind() throws Exception {
        commit = of(2, Duration.ofHours(1));
        Caller first = inFlight("gate");
        Caller both = waiting("b", "gate");
        Caller behind = waiting("b");

        both.thread.interrupt();

        assertThat(both.outcome()).contains("interrupted");
        assertThat(behind.outcome()).isEqualTo("b!");
        assertThat(first.task.isDone()).isFalse();
    }

    @Test
    void anAccountThatFailedIsIsolatedForAWhile() throws Exception {
        commit = of(1, LONG);
        poisoned.add("bad");
        assertThat(started("bad").outcome()).isEqualTo("bad row");
        poisoned.clear();
        inFlight("gate");
        List<Caller> callers = List.of(waiting("a"), waiting("bad"), waiting("b"));

        gate.countDown();

        assertThat(callers.get(0).outcome()).isEqualTo("a!");
        assertThat(callers.get(1).outcome()).isEqualTo("bad!");
        assertThat(callers.get(2).outcome()).isEqualTo("b!");
        assertThat(batches).containsExactly(List.of("bad"), List.of("gate"), List.of("a", "b"), List.of("bad"));
    }

    @Test
    void whoCanStillWaitOutlivesTheOneWhoCannot() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        commit = new GroupCommit<>(
                Limits.of(1, 100, Duration.ofSeconds(2)), Runnable::run, () -> false, "refused"::equals, work -> {
                    work.begin();
                    work.connected();
                    batches.add(names(work));
                    if (attempts.getAndIncrement() == 0) {
                        pass(gate);
                    } else if (work.undone().size() == 2) {
                        await().until(() -> work.deadline().passed());
                        throw QuotaStoreException.notCharged("locked", null);
                    }
                    work.undone().forEach(ticket -> ticket.answer(ticket.request() + "!"));
                });
        inFlight("b");
        Caller early = waiting("a");
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        Caller late = waiting("a");

        gate.countDown();

        assertThat(early.outcomeUnknown()).isFalse();
        assertThat(late.outcome()).isEqualTo("a!");
        assertThat(batches).containsExactly(List.of("b"), List.of("a", "a"), List.of("a"));
    }

    @Test
    void aFaultThatIsNobodysExpiryIsTheSameForAll() throws Exception {
        commit = of(1, LONG);
        poisoned.add("bad");
        inFlight("gate");
        List<Caller> callers = List.of(waiting("bad"), waiting("bad"));

        gate.countDown();

        assertThat(List.of(callers.get(0).outcome(), callers.get(1).outcome())).containsOnly("bad row");
        assertThat(batches).containsExactly(List.of("gate"), List.of("bad", "bad"));
    }

    @Test
    void aFullQueueTurnsRequestsAway() throws Exception {
        commit = new GroupCommit<>(Limits.of(1, 4, LONG), Runnable::run, () -> false, "refused"::equals, this::work);
        inFlight("gate");
        waiting("a");
        waiting("a");

        Caller third = started("a");
        assertThat(third.outcome()).contains("too many charges are waiting for one counter");
        assertThat(third.outcomeUnknown()).isFalse();
        assertThat(third.fault().getResponse().getStatus()).isEqualTo(503);
        assertThat(third.fault().getResponse().getHeaderString("Retry-After")).isEqualTo("5");
        waiting("b");
        waiting("c");
        assertThat(started("d").outcome()).contains("too many charges are waiting on this node");
        assertThatThrownBy(() -> received("d")).hasMessageContaining("too many charges are waiting on this node");
    }

    @Test
    void nothingIsKeptOfAHundredThousandKeys() throws InterruptedException {
        Race.run(8, 100_000, number -> commit.carryOut("k", "k" + number));

        await().until(commit::isIdle);
    }

    // receivers

    @Test
    void receiversAreCalledOnWorkersThreadsAfterTheBatchIsOver() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        commit.submit(
                "a",
                (answer, fault) -> thread.complete(Thread.currentThread().getName() + " " + commit.waiting()
                        + Thread.currentThread().isDaemon()),
                "a");

        assertThat(thread.join()).matches("ration-\\d+ 0true");
    }

    @Test
    void aReceiverThatBlocksKeepsNobodyElseWaiting() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        commit.submit(
                "a",
                (answer, fault) -> {
                    blocked.incrementAndGet();
                    pass(end);
                },
                "a");
        CompletableFuture<String> behind = received("b");
        gate.countDown();
        await().until(() -> blocked.get() == 1);

        assertThat(behind.get(5, TimeUnit.SECONDS)).isEqualTo("b!");
        assertThat(started("a").outcome()).isEqualTo("a!");
        end.countDown();
    }

    @Test
    void manyReceiversThatBlockKeepNobodyElseWaiting() throws Exception {
        commit = of(1, LONG);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            commit.submit(
                    "a",
                    (answer, fault) -> {
                        blocked.countDown();
                        pass(end);
                    },
                    "a");
        }

        assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(received("b").get(5, TimeUnit.SECONDS)).isEqualTo("b!");
        assertThat(received("c").get(5, TimeUnit.SECONDS)).isEqualTo("c!");
        end.countDown();
        await().until(() -> commit.threads() == 0);
    }

    @Test
    void answersOnTheirWayCountAmongThoseThatWait() throws Exception {
        commit = new GroupCommit<>(Limits.of(1, 4, LONG), Runnable::run, () -> false, "refused"::equals, this::work);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            commit.submit(
                    "a",
                    (answer, fault) -> {
                        blocked.countDown();
                        pass(end);
                    },
                    "a" + i);
        }
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> received("b")).hasMessageContaining("too many charges are waiting on this node");
        assertThat(started("b").outcome()).as("a caller that waits itself").isEqualTo("b!");
        end.countDown();
        await().untilAsserted(
                        () -> assertThat(received("c").get(5, TimeUnit.SECONDS)).isEqualTo("c!"));
    }

    @Test
    void whatIsTurnedAwayDoesNotCount() throws Exception {
        commit = new GroupCommit<>(Limits.of(1, 2, LONG), Runnable::run, () -> false, "refused"::equals, this::work);
        inFlight("gate");
        CompletableFuture<String> first = received("a");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> received("a")).hasMessageContaining("too many charges are waiting");
        }

        gate.countDown();

        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("a!");
        await().untilAsserted(
                        () -> assertThat(received("b").get(5, TimeUnit.SECONDS)).isEqualTo("b!"));
    }

    /** Whoever blocks them has been told not to; callers that wait themselves go on. */
    @Test
    void receiversThatBlockKeepABoundedNumberOfThreads() throws Exception {
        commit = of(1, LONG);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            commit.submit(
                    "a",
                    (answer, fault) -> {
                        blocked.incrementAndGet();
                        pass(end);
                        answered.incrementAndGet();
                    },
                    "a" + i);
        }
        await().until(() -> blocked.get() >= 64);

        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(() -> blocked.get() == 64);
        assertThat(commit.threads()).isLessThan(64 + 8);
        assertThat(started("b").outcome()).isEqualTo("b!");
        end.countDown();
        await().until(() -> answered.get() == 200);
    }

    @Test
    void receiversMayWaitForEachOther() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        CyclicBarrier all = new CyclicBarrier(12);
        List<CompletableFuture<Integer>> met = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            met.add(received("a").thenApply(answer -> meet(all)));
        }

        gate.countDown();

        for (CompletableFuture<Integer> one : met) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isNotNegative();
        }
    }

    private static int meet(CyclicBarrier all) {
        try {
            return all.await(10, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }

    @Test
    void aReceiverMayChargeAndWait() throws Exception {
        commit = of(1, LONG);
        CompletableFuture<String> nested = new CompletableFuture<>();
        commit.submit("a", (answer, fault) -> nested.complete(commit.carryOut("b", "a")), "a");

        assertThat(nested.get(5, TimeUnit.SECONDS)).isEqualTo("b!");
    }

    @Test
    void whatReceiversSubmitIsCarriedOutTogether() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        CountDownLatch answers = new CountDownLatch(10);
        for (int i = 0; i < 10; i++) {
            commit.submit("a", (one, none) -> commit.submit("b", (two, fault) -> answers.countDown(), "a"), "a");
        }
        gate.countDown();

        assertThat(answers.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(batches)
                .containsExactly(List.of("gate"), Collections.nCopies(10, "a"), Collections.nCopies(10, "b"));
    }

    @Test
    void anInterruptThatAReceiverLeavesBehindReachesNoOther() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        commit.submit("a", (answer, fault) -> Thread.currentThread().interrupt(), "a");
        commit.submit(
                "b",
                (answer, fault) -> interrupted.complete(Thread.currentThread().isInterrupted()),
                "b");

        gate.countDown();

        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aReceiverThatThrowsLosesNoOther() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        commit.submit(
                "a",
                (answer, fault) -> {
                    throw new IllegalStateException("own");
                },
                "a");
        CompletableFuture<String> behind = received("b");

        gate.countDown();

        assertThat(behind.get(5, TimeUnit.SECONDS)).isEqualTo("b!");
    }

    @Test
    void aHandlerOfWhatReceiversThrowMayThrowItself() throws Exception {
        commit = of(1, LONG);
        inFlight("gate");
        Set<Thread> tellers = ConcurrentHashMap.newKeySet();
        CountDownLatch told = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            commit.submit(
                    "a",
                    (answer, fault) -> {
                        tellers.add(Thread.currentThread());
                        told.countDown();
                        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
                            throw new IllegalStateException("the handler's own");
                        });
                        throw new IllegalStateException("own");
                    },
                    "a");
        }

        gate.countDown();

        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(tellers).as("no thread ended by it").hasSize(1);
    }

    // visitors

    @Test
    void aVisitorOnADeadConnectionIsToldSoAndTheConnectionIsReplaced() throws Exception {
        commit = of(1, SHORT);

        assertThatThrownBy(() -> commit.visit(connection -> {
                    connection.begin();
                    connection.connected();
                    pass(gate);
                    return connection.commits();
                }))
                .isInstanceOfSatisfying(QuotaStoreException.class, fault -> assertThat(fault.outcomeUnknown())
                        .isTrue())
                .hasMessageContaining("the database had no answer within twice PT0.4S");

        assertThat(started("b").outcome()).isEqualTo("b!");
    }

    @Test
    void aCheckedExceptionThatIsThrownPastTheCompilerIsNoAnswer() {
        assertThatThrownBy(() -> commit.visit(connection -> pastTheCompiler())).hasRootCauseMessage("checked");
        commit = new GroupCommit<>(Limits.of(1, 100, LONG), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            work.connected();
            pastTheCompiler();
        });
        assertThatThrownBy(() -> commit.carryOut("a", "a"))
                .hasMessageContaining("charging ended in a defect")
                .hasRootCauseMessage("checked");
    }

    /** As interceptors of containers throw. */
    private static boolean pastTheCompiler() {
        return safeRethrow(new IOException("checked"));
    }

    @Test
    void aVisitorThatFailsGivesItsConnectionBack() {
        commit = of(1, LONG);

        IllegalStateException own = catchThrowableOfType(
                IllegalStateException.class,
                () -> commit.visit(connection -> {
                    throw new IllegalStateException("own");
                }));
        LinkageError error = catchThrowableOfType(
                LinkageError.class,
                () -> commit.visit(connection -> {
                    throw new LinkageError("broken");
                }));

        assertThat(own).hasMessage("own");
        assertThat(error).hasMessage("broken");
        assertThat(commit.<Integer>visit(connection -> 1)).isEqualTo(1);
    }

    @Test
    void aVisitorWaitsForAConnectionNoLongerThanItMay() throws Exception {
        commit = of(1, SHORT);
        inFlight("gate");

        assertThatThrownBy(() -> commit.visit(connection -> 1))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("no connection for charging was free");
    }

    @Test
    void aVisitorIsNotKeptByAPoolThatHasNone() {
        commit = of(1, SHORT);
        List<Boolean> wanted = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() -> commit.visit(connection -> {
                    connection.begin();
                    pass(gate);
                    return wanted.add(connection.connected());
                }))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("the connection pool gave no connection");

        gate.countDown();
        await().until(() -> wanted.size() == 1);
        assertThat(wanted).containsExactly(false);
    }

    @Test
    void aVisitorHasTheTimeOfTheOthersAndCommits() {
        commit = of(1, SHORT);

        boolean fine = commit.visit(connection -> {
            connection.begin();
            return connection.connected()
                    && connection.commits()
                    && !connection.deadline().passed();
        });

        assertThat(fine).isTrue();
    }

    // the end

    @Test
    void theEndIsNotKeptByAReceiverThatBlocks() throws Exception {
        commit = of(1, SHORT);
        inFlight("gate");
        CountDownLatch end = new CountDownLatch(1);
        commit.submit("a", (answer, fault) -> pass(end), "a");
        CompletableFuture<String> behind = received("b");

        FutureTask<Boolean> closing = new FutureTask<>(() -> {
            commit.close();
            return true;
        });
        new Thread(closing).start();

        assertThat(closing.get(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(behind::join).hasMessageContaining("the application is being stopped");
        end.countDown();
    }

    @Test
    void theEndWaitsForWhatIsInFlightThoughItsThreadIsInterrupted() throws Exception {
        commit = of(1, LONG);
        Caller flying = inFlight("slow");
        FutureTask<Boolean> closing = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            commit.close();
            return Thread.interrupted();
        });
        new Thread(closing).start();
        assertThat(started("slow").outcome()).contains("the application is being stopped");

        slow.countDown();

        assertThat(flying.outcome()).isEqualTo("slow!");
        assertThat(closing.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndAnswersAllAndEndsAllThreads() throws Exception {
        commit = of(2, Duration.ofSeconds(3));
        Caller flying = inFlight("slow");
        Caller stuck = inFlight("gate");
        Caller waiting = waiting("slow");
        CompletableFuture<String> received = received("gate");

        FutureTask<Boolean> end = new FutureTask<>(() -> {
            commit.close();
            return true;
        });
        new Thread(end).start();
        assertThat(waiting.outcome()).contains("the application is being stopped");
        assertThatThrownBy(received::join).hasMessageContaining("the application is being stopped");
        slow.countDown();
        assertThat(flying.outcome()).isEqualTo("slow!");
        assertThat(stuck.outcomeUnknown()).isTrue();
        assertThat(end.get()).isTrue();
        assertThat(started("a").outcome()).contains("the application is being stopped");
        gate.countDown();
        await().until(() -> commit.threads() == 0);
    }

    @Test
    void workersEndWhenNothingIsLeftToBeDone() {
        assertThat(commit.carryOut("a", "a")).isEqualTo("a!");

        await().until(() -> commit.threads() == 0);
    }

    @Test
    void workersRunInTheContextThatTheyAreGiven() {
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        commit = new GroupCommit<>(
                Limits.of(1, 100, LONG),
                work -> {
                    threads.add(Thread.currentThread().getName());
                    work.run();
                },
                () -> false,
                "refused"::equals,
                this::work);

        assertThat(commit.carryOut("a", "a")).isEqualTo("a!");

        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("ration-"));
    }

    @Test
    void workersRunWithoutAContextWhereThereIsNone() {
        commit = new GroupCommit<>(
                Limits.of(1, 100, LONG),
                work -> {
                    throw new IllegalStateException("the application is not there yet");
                },
                () -> false,
                "refused"::equals,
                this::work);

        assertThat(commit.carryOut("a", "a")).isEqualTo("a!");
    }

    // the start

    /** As on a server that lets no other thread call EJBs before the application has started. */
    @Test
    void whoeverStartsTheApplicationCarriesOutItsOwn() throws Exception {
        Thread starting = Thread.currentThread();
        commit = whereWorkersWait(starting, LONG);

        assertThat(commit.carryOut("a", "a")).isEqualTo("a!");
        assertThat(commit.<Thread>visit(connection -> Thread.currentThread())).isEqualTo(starting);
        Caller other = started("b");
        await().until(() -> commit.threads() > 0);
        assertThat(commit.carryOut("c", "c")).isEqualTo("c!");
        gate.countDown();

        assertThat(other.outcome()).isEqualTo("b!");
        await("workers may")
                .pollInSameThread()
                .until(() -> commit.<Thread>visit(connection -> Thread.currentThread()) != starting);
    }

    @Test
    void whoStartsTheApplicationWaitsForThoseBeforeItOnTheAccount() {
        commit = whereWorkersWait(Thread.currentThread(), SHORT);
        CompletableFuture<String> before = received("a");

        assertThatThrownBy(() -> commit.carryOut("a", "a")).hasMessageContaining("no connection");

        assertThatThrownBy(before::join).hasMessageContaining("no connection");
    }

    @Test
    void whoStartsTheApplicationAndFailsKeepsNothing() {
        poisoned.add("bad");
        commit = whereWorkersWait(Thread.currentThread(), LONG);

        assertThatThrownBy(() -> commit.carryOut("bad", "bad")).hasMessage("bad row");

        assertThat(commit.carryOut("a", "a")).isEqualTo("a!");
    }

    /** As on a server that has the application's names on the starting thread alone. */
    @Test
    void aVisitThatFailsOnAWorkerIsNoProofThatWorkersMay() {
        Thread starting = new Thread();
        Thread[] here = {Thread.currentThread()};
        commit = new GroupCommit<>(
                Limits.of(1, 100, LONG),
                Runnable::run,
                () -> Thread.currentThread() == here[0],
                "refused"::equals,
                this::work);
        here[0] = starting;
        assertThatThrownBy(() -> commit.visit(connection -> {
                    throw new IllegalStateException("no name");
                }))
                .hasMessage("no name");
        await().until(commit::isIdle);
        here[0] = Thread.currentThread();

        assertThat(commit.<Thread>visit(connection -> Thread.currentThread())).isEqualTo(here[0]);
    }

    private GroupCommit<String, String> whereWorkersWait(Thread starting, Duration timeout) {
        return new GroupCommit<>(
                Limits.of(1, 100, timeout),
                Runnable::run,
                () -> Thread.currentThread() == starting,
                "refused"::equals,
                work -> {
                    work.begin();
                    if (Thread.currentThread() != starting) {
                        pass(gate);
                    }
                    work(work);
                });
    }

    // crowds

    @Test
    void interruptsAndFailuresLoseNobody() throws InterruptedException {
        Crowd crowd = new Crowd(false);
        commit = new GroupCommit<>(
                Limits.of(2, 100_000, LONG), Runnable::run, () -> false, "refused"::equals, crowd::work);

        List<String> outcomes = Race.run(16, 4000, crowd::call);

        await().until(commit::isIdle);
        assertThat(crowd.wrong).isEmpty();
        assertThat(outcomes).hasSize(4000).contains("charged", "not charged").doesNotContain("too late", "unknown");
    }

    /** Whoever gives up does so in a race with those who take and answer it. */
    @Test
    void timeOutsAndStuckBatchesLoseNobody() throws InterruptedException {
        Crowd crowd = new Crowd(true);
        commit = new GroupCommit<>(
                Limits.of(2, 100_000, Duration.ofMillis(20)),
                Runnable::run,
                () -> false,
                "refused"::equals,
                crowd::work);

        List<String> outcomes = Race.run(16, 4000, crowd::call);

        await().until(commit::isIdle);
        assertThat(crowd.wrong).isEmpty();
        assertThat(outcomes).hasSize(4000).contains("charged", "not charged");
    }

    private GroupCommit<String, String> of(int connections, Duration timeout) {
        return new GroupCommit<>(
                Limits.of(connections, 100_000, timeout), Runnable::run, () -> false, "refused"::equals, this::work);
    }

    private static List<String> names(BatchWork<String, String> work) {
        return work.undone().stream().map(Ticket::request).toList();
    }

    private void work(BatchWork<String, String> work) {
        work.begin();
        if (!work.connected()) {
            return;
        }
        List<String> names = names(work);
        batches.add(names);
        if (names.stream().anyMatch(poisoned::contains)) {
            fail(names);
        }
        assertThat(work.commits()).isTrue();
        if (names.contains("gate")) {
            pass(gate);
        }
        if (names.contains("slow")) {
            pass(slow);
        }
        work.undone().forEach(ticket -> ticket.answer(ticket.request() + "!"));
    }

    private static void fail(List<String> names) {
        if (names.contains("defect")) {
            throw new IllegalStateException("defect");
        }
        if (names.contains("lost")) {
            throw QuotaStoreException.unknown("lost", null);
        }
        throw QuotaStoreException.notCharged("bad row", null);
    }

    private static void pass(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<String> received(String account) {
        CompletableFuture<String> received = new CompletableFuture<>();
        commit.submit(
                account,
                (answer, fault) -> {
                    if (fault != null) {
                        received.completeExceptionally(fault);
                    } else {
                        received.complete(answer);
                    }
                },
                account);
        return received;
    }

    private Caller started(String... accounts) {
        Caller caller = new Caller(accounts);
        caller.thread.start();
        return caller;
    }

    /** A caller whose batch has begun. */
    private Caller inFlight(String account) {
        int before = batches.size();
        Caller caller = started(account);
        await().pollInterval(Duration.ofMillis(1)).until(() -> batches.size() > before);
        return caller;
    }

    /** A caller that waits in the queue. */
    private Caller waiting(String... accounts) {
        int before = commit.waiting();
        Caller caller = started(accounts);
        await().pollInterval(Duration.ofMillis(1)).until(() -> commit.waiting() > before);
        return caller;
    }

    private final class Caller {

        private final FutureTask<String> task;
        private final Thread thread;
        private volatile boolean stayedInterrupted;

        private Caller(String... accounts) {
            task = new FutureTask<>(() -> {
                try {
                    return commit.carryOut(accounts[0], accounts);
                } finally {
                    stayedInterrupted = Thread.currentThread().isInterrupted();
                }
            });
            thread = new Thread(task);
            thread.setDaemon(true);
        }

        /** The answer, or the message of the fault. */
        private String outcome() throws InterruptedException {
            try {
                return task.get();
            } catch (ExecutionException failed) {
                return failed.getCause().getMessage();
            }
        }

        private QuotaStoreException fault() {
            return (QuotaStoreException)
                    catchThrowableOfType(ExecutionException.class, task::get).getCause();
        }

        private boolean outcomeUnknown() {
            return fault().outcomeUnknown();
        }
    }

    /** Callers some of whom interrupt others, and batches some of which fail, or are stuck until somebody gives up. */
    private final class Crowd {

        private final List<Thread> callers = new ArrayList<>();
        private final Set<String> counted = Collections.synchronizedSet(new HashSet<>());
        private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger gaveUp = new AtomicInteger();
        private final boolean stuck;

        private Crowd(boolean stuck) {
            this.stuck = stuck;
        }

        private String call(int number) {
            String name = "n" + number;
            join();
            try {
                if (number % 10 == 0) {
                    interruptSomebody();
                }
                return expect(true, answer(name, number), name);
            } catch (QuotaStoreException fault) {
                gaveUp.incrementAndGet();
                boolean late = fault.getMessage().startsWith("no connection");
                return fault.outcomeUnknown() ? "unknown" : expect(false, late ? "too late" : "not charged", name);
            } finally {
                part();
            }
        }

        private String answer(String name, int number) {
            if (number % 5 == 0) {
                return answerReceived(name, number);
            }
            return number % 3 == 0
                    ? commit.carryOut(name, "k" + number % 5, "l" + number % 2)
                    : commit.carryOut(name, "k" + number % 5);
        }

        private String answerReceived(String name, int number) {
            CompletableFuture<String> received = new CompletableFuture<>();
            commit.submit(
                    name,
                    (answer, fault) -> {
                        boolean first =
                                fault == null ? received.complete(answer) : received.completeExceptionally(fault);
                        if (!first) {
                            wrong.add(name + " was answered twice");
                        }
                    },
                    "k" + number % 5);
            try {
                return received.join();
            } catch (java.util.concurrent.CompletionException failed) {
                throw (QuotaStoreException) failed.getCause();
            }
        }

        private String expect(boolean charged, String outcome, String name) {
            if (counted.contains(name) != charged) {
                wrong.add(name + ": " + outcome);
            }
            return outcome;
        }

        private void work(BatchWork<String, String> work) {
            do {
                work.begin();
                if (!work.connected()) {
                    return;
                }
                int luck = ThreadLocalRandom.current().nextInt(100);
                if (stuck && luck == 0) {
                    int before = gaveUp.get();
                    await().pollInterval(Duration.ofMillis(1)).until(() -> gaveUp.get() > before);
                }
                if (luck < 10) {
                    throw QuotaStoreException.notCharged("bad luck", null);
                }
            } while (!work.commits());
            if (stuck && ThreadLocalRandom.current().nextInt(100) == 0) {
                int before = gaveUp.get();
                await().pollInterval(Duration.ofMillis(1)).until(() -> gaveUp.get() > before);
            }
            work.undone().forEach(ticket -> {
                counted.add(ticket.request());
                ticket.answer("charged");
            });
        }

        private void interruptSomebody() {
            synchronized (callers) {
                callers.get(ThreadLocalRandom.current().nextInt(callers.size())).interrupt();
            }
        }

        private void join() {
            synchronized (callers) {
                callers.add(Thread.currentThread());
            }
        }

        private void part() {
            synchronized (callers) {
                callers.remove(Thread.currentThread());
                Thread.interrupted();
            }
        }
    }
}
