package org.ration.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.BatchScheduler;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.GroupCommit;

/**
 * Faults at the two steps that no database takes part in: the release of waiters, and the hand-over of a connection.
 * Nobody hangs, nobody is told another outcome than the work noted, and every connection comes back.
 */
@Timeout(300)
class FaultPointsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Queue<Wish> noted = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void releaseOfWaitersAfterTheWorkEndedInAnErrorHalfWay() throws InterruptedException {
        GroupCommit<Wish> commit = new GroupCommit<>(1, LONG, () -> false, (batch, alike, deadline) -> {
            pass(gate);
            if (batch.size() > 1) {
                note(batch.get(0));
                throw new LinkageError("half way");
            }
            note(batch.get(0));
        });
        List<Caller> callers = waitingBehindAGate(commit, 8, false);

        gate.countDown();
        end(callers);

        assertThat(callers).filteredOn(Caller::wasNoted).hasSize(2).allMatch(caller -> caller.fault == null);
        assertThat(callers)
                .filteredOn(caller -> !caller.wasNoted())
                .hasSize(7)
                .allMatch(caller -> caller.fault instanceof QuotaStoreException told && told.outcomeUnknown());
        assertAllConnectionsAreBack(commit, 1);
    }

    @Test
    void releaseOfWaitersWhileTheyAreInterrupted() throws InterruptedException {
        GroupCommit<Wish> commit = new GroupCommit<>(1, LONG, () -> false, (batch, alike, deadline) -> {
            pass(gate);
            batch.forEach(this::note);
        });
        List<Caller> callers = waitingBehindAGate(commit, 8, false);

        gate.countDown();
        callers.forEach(Thread::interrupt);
        end(callers);

        assertToldWhatWasNoted(callers);
        assertAllConnectionsAreBack(commit, 1);
    }

    @Test
    void handOverOfAConnectionToVisitorsThatAreInterruptedMeanwhile() throws InterruptedException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            CountDownLatch opened = new CountDownLatch(1);
            GroupCommit<Wish> commit = new GroupCommit<>(1, LONG, () -> false, (batch, alike, deadline) -> {
                pass(opened);
                batch.forEach(this::note);
            });
            List<Caller> callers = waitingBehindAGate(commit, 8, true);

            Thread opener = new Thread(opened::countDown);
            opener.start();
            callers.stream().skip(1).filter(caller -> random.nextBoolean()).forEach(Thread::interrupt);
            end(callers);
            opener.join();

            assertToldWhatWasNoted(callers);
            assertAllConnectionsAreBack(commit, 1);
        }
    }

    @Test
    void handOverOfAConnectionToVisitorsThatEndInAnError() throws InterruptedException {
        GroupCommit<Wish> commit = new GroupCommit<>(1, LONG, () -> false, (batch, alike, deadline) -> {
            pass(gate);
            batch.forEach(this::note);
        });
        List<Caller> callers = waitingBehindAGate(commit, 8, true);
        callers.forEach(caller -> caller.failing = true);

        gate.countDown();
        end(callers);

        assertThat(callers)
                .filteredOn(caller -> caller.visits)
                .hasSize(4)
                .allMatch(caller -> caller.fault instanceof LinkageError);
        assertThat(callers).filteredOn(caller -> !caller.visits).hasSize(5).allMatch(Caller::wasNoted);
        assertAllConnectionsAreBack(commit, 1);
    }

    /** The first leads and stands at the gate; the others wait behind it: visitors, or charges of one counter each. */
    private List<Caller> waitingBehindAGate(GroupCommit<Wish> commit, int count, boolean visitors) {
        List<Caller> callers = new ArrayList<>(List.of(new Caller(commit, "gate", false)));
        callers.get(0).start();
        await().until(() -> callers.get(0).isInFlight());
        for (int i = 0; i < count; i++) {
            int before = commit.waiting();
            Caller caller = new Caller(commit, "account " + i, visitors && i % 2 == 0);
            callers.add(caller);
            caller.start();
            await().pollInterval(Duration.ofMillis(1)).until(() -> commit.waiting() > before);
        }
        return callers;
    }

    private static void end(List<Caller> callers) throws InterruptedException {
        for (Caller caller : callers) {
            caller.join();
        }
    }

    private void note(Wish wish) {
        noted.add(wish);
        wish.done();
    }

    private static void assertToldWhatWasNoted(List<Caller> callers) {
        assertThat(callers).filteredOn(Caller::wasNoted).allMatch(caller -> caller.fault == null);
        assertThat(callers).filteredOn(caller -> !caller.wasNoted()).allMatch(Caller::wasNotCharged);
    }

    /** As many visitors at once as there are connections, and nothing left behind. */
    private static void assertAllConnectionsAreBack(GroupCommit<Wish> commit, int connections) {
        AtomicInteger visits = new AtomicInteger();
        for (int i = 0; i < 2 * connections; i++) {
            commit.visit(deadline -> visits.incrementAndGet());
        }
        assertThat(visits).hasValue(2 * connections);
        await().until(commit::isIdle);
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

    private final class Caller extends Thread {

        private final GroupCommit<Wish> commit;
        private final String account;
        private final boolean visits;
        private volatile Wish wish;
        private volatile Throwable fault;
        private volatile boolean failing;

        private Caller(GroupCommit<Wish> commit, String account, boolean visits) {
            this.commit = commit;
            this.account = account;
            this.visits = visits;
            setDaemon(true);
        }

        @Override
        public void run() {
            wish = new Wish(account);
            fault = catchThrowable(() -> {
                if (visits) {
                    commit.visit(this::visit);
                } else {
                    commit.carryOut(wish);
                }
            });
        }

        private boolean visit(Deadline deadline) {
            if (failing) {
                throw new LinkageError("on a visit");
            }
            return noted.add(wish);
        }

        private boolean isInFlight() {
            return wish != null && wish.state() == BatchScheduler.State.IN_FLIGHT;
        }

        private boolean wasNoted() {
            return noted.contains(wish);
        }

        private boolean wasNotCharged() {
            return fault instanceof QuotaStoreException told && !told.outcomeUnknown();
        }
    }

    private static final class Wish extends BatchScheduler.Request {

        private Wish(String account) {
            super(account);
        }

        @Override
        public boolean refused() {
            return false;
        }
    }
}
