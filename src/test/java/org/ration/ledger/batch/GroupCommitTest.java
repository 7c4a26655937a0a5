package org.ration.ledger.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaStoreException;
import org.ration.testing.Race;

/** Callers that wait for each other, without a database. */
class GroupCommitTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String INTERRUPTED = "interrupted on arrival";

    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> poisoned = ConcurrentHashMap.newKeySet();
    private final CountDownLatch gate = new CountDownLatch(1);
    private GroupCommit<Wish> commit = of(2, LONG);

    @AfterEach
    void nothingIsLeft() {
        gate.countDown();
        await().until(commit::isIdle);
    }

    @Test
    void callersThatComeMeanwhileShareABatch() throws Exception {
        commit = of(1, LONG);
        Caller stuck = caller("gate");
        Caller one = waiting("a");
        Caller two = waiting("b");
        assertThat(commit.isIdle()).isFalse();

        gate.countDown();

        assertThat(List.of(stuck.fault(), one.fault(), two.fault())).containsOnly("none");
        assertThat(batches).containsExactly(List.of("gate"), List.of("a", "b"));
    }

    @Test
    void everyCallerIsAnsweredOnce() throws InterruptedException {
        AtomicInteger carriedOut = new AtomicInteger();
        commit = new GroupCommit<>(
                3,
                LONG,
                () -> false,
                (batch, alike, deadline) -> batch.forEach(wish -> {
                    carriedOut.incrementAndGet();
                    wish.done();
                }));

        Race.run(32, 20_000, number -> {
            commit.carryOut(new Wish("k" + number % 7, "l" + number % 5));
            return commit.visit(deadline -> number % 100 == 0);
        });

        assertThat(carriedOut).hasValue(20_000);
    }

    @Test
    void aBadAccountTakesNoStrangersWithIt() throws Exception {
        commit = of(1, LONG);
        poisoned.add("bad");
        caller("gate");
        List<Caller> callers = List.of(waiting("a"), waiting("bad"), waiting("b"));

        gate.countDown();

        assertThat(List.of(callers.get(0).fault(), callers.get(2).fault())).containsOnly("none");
        assertThat(callers.get(1).fault()).isEqualTo("bad row");
        assertThat(batches)
                .containsExactly(List.of("gate"), List.of("a", "bad", "b"), List.of("a"), List.of("bad"), List.of("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"defect", "lost"})
    void aDefectOrALostAnswerIsUnknownToAllAndNothingIsTriedAgain(String bad) throws Exception {
        commit = of(1, LONG);
        poisoned.add(bad);
        caller("gate");
        List<Caller> callers = List.of(waiting("a"), waiting(bad));

        gate.countDown();

        assertThat(callers.get(0).outcomeUnknown()).isTrue();
        assertThat(callers.get(1).outcomeUnknown()).isTrue();
        assertThat(batches).containsExactly(List.of("gate"), List.of("a", bad));
    }

    @Test
    void whoWaitsTooLongInTheQueueHasNotBeenCharged() throws Exception {
        commit = of(1, Duration.ofSeconds(1));
        caller("gate");

        Caller late = waiting("a");

        assertThat(late.fault()).startsWith("no connection for charging was free");
        assertThat(late.outcomeUnknown()).isFalse();
        gate.countDown();
        await().until(commit::isIdle);
        assertThat(batches).containsExactly(List.of("gate"));
    }

    @Test
    void whoWaitsTooLongInFlightDoesNotKnowAndTheConnectionIsReplaced() throws Exception {
        commit = of(1, Duration.ofMillis(300));
        Caller first = caller("slow");
        Caller leader = waiting("gate");
        Caller member = waiting("a");
        slow.countDown();

        assertThat(member.fault()).contains("had no answer");
        assertThat(member.outcomeUnknown()).isTrue();
        Caller next = caller("b");

        assertThat(next.fault()).isEqualTo("none");
        assertThat(first.fault()).isEqualTo("none");
        assertThat(leader.isDone()).isFalse();
    }

    @Test
    void anInterruptInTheQueueWithdrawsAndOneInFlightDoesNot() throws Exception {
        commit = of(1, LONG);
        Caller leader = caller("gate");
        Caller member = waiting("a");

        leader.thread.interrupt();
        member.thread.interrupt();

        assertThat(member.fault()).contains("interrupted");
        assertThat(member.stayedInterrupted).isTrue();
        gate.countDown();
        assertThat(leader.fault()).contains("none");
        assertThat(leader.stayedInterrupted).isTrue();
    }

    @Test
    void anInterruptInFlightIsKeptForTheCaller() throws Exception {
        commit = of(1, LONG);
        caller("slow");
        waiting("gate");
        Caller member = waiting("a");
        slow.countDown();
        await().until(() -> commit.waiting() == 0);

        member.thread.interrupt();
        await().until(() -> !member.thread.isInterrupted());
        gate.countDown();

        assertThat(member.fault()).isEqualTo("none");
        assertThat(member.stayedInterrupted).isTrue();
    }

    @Test
    void aLeaderWorksUninterruptedAndIsInterruptedAfterwards() throws Exception {
        List<Boolean> interrupted = new ArrayList<>();
        commit = new GroupCommit<>(2, LONG, interruptingArrivals(), (batch, alike, deadline) -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            work(batch, alike, deadline);
        });
        caller("gate");
        Caller leader = new Caller("a");
        leader.thread.setName(INTERRUPTED);

        leader.thread.start();

        assertThat(leader.fault()).isEqualTo("none");
        assertThat(interrupted).containsExactly(false, false);
        assertThat(leader.stayedInterrupted).isTrue();
    }

    /** Whether it is called before or after it was given its connection. */
    @Test
    void anInterruptOfAVisitorIsKept() throws Exception {
        Thread[] visitor = new Thread[1];
        AtomicInteger interrupts = new AtomicInteger();
        commit = new GroupCommit<>(
                2,
                LONG,
                () -> {
                    if (slow.getCount() == 0 && interrupts.getAndIncrement() == 0) {
                        visitor[0].interrupt();
                    }
                    return false;
                },
                this::work);
        caller("gate");
        caller("slow");
        FutureTask<Boolean> visit = new FutureTask<>(() -> {
            catchThrowableOfType(QuotaStoreException.class, () -> commit.visit(deadline -> "visited"));
            return Thread.currentThread().isInterrupted();
        });
        visitor[0] = new Thread(visit);
        visitor[0].start();
        await().until(() -> commit.waiting() == 1);

        slow.countDown();

        assertThat(visit.get()).isTrue();
    }

    @Test
    void anAccountThatFailedGoesApartForAWhile() throws Exception {
        commit = of(1, LONG);
        poisoned.add("bad");
        assertThat(caller("bad").fault()).isEqualTo("bad row");
        poisoned.clear();
        caller("gate");
        List<Caller> callers = List.of(waiting("a"), waiting("bad"), waiting("b"));

        gate.countDown();

        for (Caller caller : callers) {
            assertThat(caller.fault()).isEqualTo("none");
        }
        assertThat(batches).containsExactly(List.of("bad"), List.of("gate"), List.of("a", "b"), List.of("bad"));
    }

    @Test
    void anInterruptInFlightWithdrawsWhoIsLinedUpAgain() throws Exception {
        CountDownLatch last = new CountDownLatch(1);
        commit = new GroupCommit<>(2, LONG, () -> false, (batch, alike, deadline) -> {
            batches.add(batch.stream().map(wish -> wish.name).toList());
            if (batches.size() == 1) {
                throw QuotaStoreException.notCharged("bad row", null);
            }
            pass(List.of(gate, slow, last).get(batches.size() - 2));
            batch.stream().filter(wish -> !wish.name.equals("left over")).forEach(Wish::done);
        });
        caller("bad").fault();
        caller("bad"); // has what there is for those that go apart
        caller("a");
        waiting("b");
        Caller leftOver = waiting("left over");
        slow.countDown();
        await().until(() -> batches.size() == 4);

        leftOver.thread.interrupt();
        await().until(() -> !leftOver.thread.isInterrupted());
        last.countDown();

        await().until(leftOver::isDone);
        assertThat(leftOver.fault()).contains("interrupted");
        assertThat(batches).containsExactly(List.of("bad"), List.of("bad"), List.of("a"), List.of("b", "left over"));
    }

    @Test
    void whoWithdrawsWakesThoseBehind() throws Exception {
        commit = of(2, Duration.ofHours(1));
        Caller leader = caller("gate");
        Caller both = waiting("b", "gate");
        Caller behind = waiting("b");

        both.thread.interrupt();

        assertThat(both.fault()).contains("interrupted");
        await().until(behind::isDone);
        assertThat(behind.fault()).isEqualTo("none");
        assertThat(leader.isDone()).isFalse();
    }

    @Test
    void whoCanStillWaitOutlivesTheLeaderWhoCannot() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        commit = new GroupCommit<>(2, Duration.ofSeconds(10), () -> false, (batch, alike, deadline) -> {
            batches.add(batch.stream().map(wish -> wish.name).toList());
            if (attempts.getAndIncrement() == 0) {
                pass(gate);
            } else if (batch.size() == 2) {
                await().until(deadline::passed);
                throw QuotaStoreException.notCharged("locked", null);
            }
            batch.forEach(Wish::done);
        });
        caller("a");
        Caller early = waiting("a");
        await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        Caller late = waiting("a");

        gate.countDown();

        assertThat(early.fault()).isEqualTo("locked");
        assertThat(late.fault()).isEqualTo("none");
        assertThat(batches).containsExactly(List.of("a"), List.of("a", "a"), List.of("a"));
    }

    @Test
    void aFaultThatIsNobodysExpiryIsTheSameForAll() throws Exception {
        commit = of(1, LONG);
        poisoned.add("bad");
        caller("gate");
        List<Caller> callers = List.of(waiting("bad"), waiting("bad"));

        gate.countDown();

        assertThat(List.of(callers.get(0).fault(), callers.get(1).fault())).containsOnly("bad row");
        assertThat(batches).containsExactly(List.of("gate"), List.of("bad", "bad"));
    }

    @Test
    void aFullQueueTurnsCallersAway() throws Exception {
        commit = new GroupCommit<>(1, LONG, 3, 2, () -> false, this::work);
        caller("gate");
        waiting("a");
        waiting("a");

        Caller third = caller("a");
        assertThat(third.fault()).contains("too many charges are waiting for one counter");
        assertThat(third.outcomeUnknown()).isFalse();
        assertThat(third.task.get().getResponse().getStatus()).isEqualTo(503);
        assertThat(third.task.get().getResponse().getHeaderString("Retry-After"))
                .isEqualTo("5");
        waiting("b");
        assertThat(caller("c").fault()).contains("too many charges are waiting on this node");
    }

    @Test
    void nothingIsKeptOfAHundredThousandKeys() throws InterruptedException {
        commit = new GroupCommit<>(4, LONG, () -> false, (batch, alike, deadline) -> batch.forEach(Wish::done));

        Race.run(8, 100_000, number -> {
            commit.carryOut(new Wish("k" + number));
            return number;
        });

        assertThat(commit.isIdle()).isTrue();
    }

    @Test
    void aVisitorThatFailsGivesItsConnectionBack() {
        commit = of(1, LONG);

        IllegalStateException own = catchThrowableOfType(
                IllegalStateException.class,
                () -> commit.visit(deadline -> {
                    throw new IllegalStateException("own");
                }));

        assertThat(own).hasMessage("own");
        assertThat(commit.<Integer>visit(deadline -> 1)).isEqualTo(1);
    }

    @Test
    void interruptsAndFailuresLoseNobody() throws InterruptedException {
        Crowd crowd = new Crowd(false);
        commit = new GroupCommit<>(2, LONG, () -> false, crowd::work);

        List<String> outcomes = Race.run(16, 4000, crowd::call);

        await().until(commit::isIdle);
        assertThat(crowd.wrong).isEmpty();
        assertThat(outcomes).hasSize(4000).contains("charged", "not charged").doesNotContain("too late");
    }

    /** Whoever gives up does so in a race with those who promote, take and answer it. */
    @Test
    void timeOutsAndStuckLeadersLoseNobody() throws InterruptedException {
        Crowd crowd = new Crowd(true);
        commit = new GroupCommit<>(2, Duration.ofMillis(20), () -> false, crowd::work);

        List<String> outcomes = Race.run(16, 4000, crowd::call);

        await().until(commit::isIdle);
        assertThat(crowd.wrong).isEmpty();
        assertThat(outcomes).hasSize(4000).contains("charged", "not charged");
    }

    private final CountDownLatch slow = new CountDownLatch(1);

    private GroupCommit<Wish> of(int connections, Duration timeout) {
        return new GroupCommit<>(connections, timeout, () -> false, this::work);
    }

    private void work(List<Wish> batch, boolean alike, Deadline deadline) {
        List<String> accounts = batch.stream().map(wish -> wish.name).toList();
        batches.add(accounts);
        if (accounts.contains("gate")) {
            pass(gate);
        }
        if (accounts.contains("slow")) {
            pass(slow);
        }
        if (accounts.contains("defect") && poisoned.contains("defect")) {
            throw new IllegalStateException("defect");
        }
        if (accounts.contains("lost") && poisoned.contains("lost")) {
            throw QuotaStoreException.unknown("lost", null);
        }
        if (accounts.stream().anyMatch(poisoned::contains)) {
            throw QuotaStoreException.notCharged("bad row", null);
        }
        batch.forEach(Wish::done);
    }

    /** Is asked on the arriving thread first while one of several connections is in use. */
    private static BooleanSupplier interruptingArrivals() {
        AtomicInteger interrupts = new AtomicInteger();
        return () -> {
            if (Thread.currentThread().getName().equals(INTERRUPTED) && interrupts.getAndIncrement() == 0) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
    }

    /** An interrupt must not reach what a leader does. */
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

    /** A caller that leads, or has its answer at once. */
    private Caller caller(String account) {
        int before = batches.size();
        Caller caller = new Caller(account);
        caller.thread.start();
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> batches.size() > before || caller.isDone() || caller.isParked());
        return caller;
    }

    /** A caller that waits in the queue. */
    private Caller waiting(String... accounts) {
        int before = commit.waiting();
        Caller caller = new Caller(accounts);
        caller.thread.start();
        await().pollInterval(Duration.ofMillis(1)).until(() -> commit.waiting() > before);
        return caller;
    }

    private final class Caller {

        private final FutureTask<QuotaStoreException> task;
        private final Thread thread;
        private volatile boolean stayedInterrupted;

        private Caller(String... accounts) {
            task = new FutureTask<>(() -> {
                QuotaStoreException fault =
                        catchThrowableOfType(QuotaStoreException.class, () -> commit.carryOut(new Wish(accounts)));
                stayedInterrupted = Thread.currentThread().isInterrupted();
                return fault;
            });
            thread = new Thread(task);
            thread.setDaemon(true);
        }

        private String fault() throws Exception {
            QuotaStoreException fault = task.get();
            return fault == null ? "none" : fault.getMessage();
        }

        private boolean outcomeUnknown() throws Exception {
            return task.get().outcomeUnknown();
        }

        private boolean isDone() {
            return task.isDone();
        }

        private boolean isParked() {
            return thread.getState() == Thread.State.TIMED_WAITING;
        }
    }

    /** Callers some of whom interrupt others, and leaders some of whom fail, or are stuck until a member gives up on them. */
    private final class Crowd {

        private final List<Thread> callers = new ArrayList<>();
        private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger gaveUp = new AtomicInteger();
        private final boolean stuck;

        private Crowd(boolean stuck) {
            this.stuck = stuck;
        }

        private String call(int number) {
            Wish wish = number % 3 == 0 ? new Wish("k" + number % 5, "l" + number % 2) : new Wish("k" + number % 5);
            join();
            try {
                if (number % 10 == 0) {
                    interruptSomebody();
                }
                commit.carryOut(wish);
                return expect(wish.counted.get() == 1, "charged", wish);
            } catch (QuotaStoreException fault) {
                boolean late = fault.getMessage().startsWith("no connection");
                return fault.outcomeUnknown()
                        ? unknown()
                        : expect(wish.counted.get() == 0, late ? "too late" : "not charged", wish);
            } finally {
                part();
            }
        }

        private String unknown() {
            gaveUp.incrementAndGet();
            return "unknown";
        }

        private String expect(boolean right, String outcome, Wish wish) {
            if (!right) {
                wrong.add(outcome + ", but counted " + wish.counted + " times");
            }
            return outcome;
        }

        private void work(List<Wish> batch, boolean alike, Deadline deadline) {
            int luck = ThreadLocalRandom.current().nextInt(100);
            if (stuck && luck == 0 && batch.size() > 1) {
                int before = gaveUp.get();
                await().pollInterval(Duration.ofMillis(1)).until(() -> gaveUp.get() > before);
            }
            if (luck < 10) {
                throw QuotaStoreException.notCharged("bad luck", null);
            }
            batch.forEach(wish -> {
                wish.counted.incrementAndGet();
                wish.done();
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

    private static final class Wish extends BatchScheduler.Request {

        private final String name;
        private final AtomicInteger counted = new AtomicInteger();

        private Wish(String... accounts) {
            super(accounts);
            name = accounts[0];
        }

        @Override
        public boolean refused() {
            return false;
        }
    }
}
