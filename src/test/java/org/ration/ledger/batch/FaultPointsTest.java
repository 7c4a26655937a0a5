// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

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

/**
 * Faults at the two steps that no database takes part in: the release of those who wait, and the hand-over of a
 * connection. Nobody hangs, nobody is told another outcome than the work noted, and every connection comes back.
 */
@Timeout(300)
class FaultPointsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Queue<String> noted = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void releaseAfterTheWorkEndedInAnErrorHalfWay() throws InterruptedException {
        GroupCommit<String, String> commit = commit(gate, work -> {
            note(work.undone().get(0));
            if (work.undone().size() > 0) {
                throw new LinkageError("half way");
            }
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
    void releaseOfCallersWhileTheyAreInterrupted() throws InterruptedException {
        GroupCommit<String, String> commit = commit(gate, this::noteAll);
        List<Caller> callers = waitingBehindAGate(commit, 8, false);

        gate.countDown();
        callers.forEach(Thread::interrupt);
        end(callers);

        assertToldWhatWasNoted(callers);
        assertAllConnectionsAreBack(commit, 1);
    }

    @Test
    void releaseOfReceiversThatThrow() throws InterruptedException {
        GroupCommit<String, String> commit = commit(gate, this::noteAll);
        List<Caller> callers = waitingBehindAGate(commit, 2, false);
        AtomicInteger received = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            commit.submit(
                    "received",
                    (answer, fault) -> {
                        received.incrementAndGet();
                        throw new LinkageError("own");
                    },
                    "received");
        }

        gate.countDown();
        end(callers);

        assertToldWhatWasNoted(callers);
        assertAllConnectionsAreBack(commit, 1);
        assertThat(received).hasValue(4);
    }

    @Test
    void handOverOfAConnectionToVisitorsThatAreInterruptedMeanwhile() throws InterruptedException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            CountDownLatch opened = new CountDownLatch(1);
            GroupCommit<String, String> commit = commit(opened, this::noteAll);
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
        GroupCommit<String, String> commit = commit(gate, this::noteAll);
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

    private GroupCommit<String, String> commit(CountDownLatch opens, BatchHandler<String, String> then) {
        return new GroupCommit<>(Limits.of(1, 1000, LONG), Runnable::run, () -> false, "refused"::equals, work -> {
            work.begin();
            if (work.connected() && work.commits()) {
                pass(opens);
                then.carryOut(work);
            }
        });
    }

    /**
     * The first is at work and stands at the gate; the others wait behind it: visitors, or charges of one counter each.
     */
    private List<Caller> waitingBehindAGate(GroupCommit<String, String> commit, int count, boolean visitors) {
        List<Caller> callers = new ArrayList<>(List.of(new Caller(commit, "gate", false)));
        callers.get(0).start();
        await().until(() -> commit.inFlight() == 1);
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

    private void noteAll(BatchWork<String, String> work) {
        work.undone().forEach(this::note);
    }

    private void note(Ticket<String, String> ticket) {
        noted.add(ticket.request());
        ticket.answer("noted");
    }

    private static void assertToldWhatWasNoted(List<Caller> callers) {
        assertThat(callers).filteredOn(Caller::wasNoted).allMatch(caller -> caller.fault == null);
        assertThat(callers).filteredOn(caller -> !caller.wasNoted()).allMatch(Caller::wasNotCharged);
    }

    /** As many visitors at once as there are connections, and nothing left behind. */
    private static void assertAllConnectionsAreBack(GroupCommit<String, String> commit, int connections) {
        AtomicInteger visits = new AtomicInteger();
        for (int i = 0; i < 2 * connections; i++) {
            commit.visit(connection -> visits.incrementAndGet());
        }
        assertThat(visits).hasValue(2 * connections);
        await().until(commit::isIdle);
        commit.close();
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

        private final GroupCommit<String, String> commit;
        private final String account;
        private final boolean visits;
        private volatile Throwable fault;
        private volatile boolean failing;

        private Caller(GroupCommit<String, String> commit, String account, boolean visits) {
            this.commit = commit;
            this.account = account + " of " + System.identityHashCode(commit);
            this.visits = visits;
            setDaemon(true);
        }

        @Override
        public void run() {
            fault = catchThrowable(() -> {
                if (visits) {
                    commit.visit(this::visit);
                } else {
                    commit.carryOut(account, account);
                }
            });
        }

        private boolean visit(ConnectionAcquisition connection) {
            if (failing) {
                throw new LinkageError("on a visit");
            }
            return noted.add(account);
        }

        private boolean wasNoted() {
            return noted.contains(account);
        }

        private boolean wasNotCharged() {
            return fault instanceof QuotaStoreException told && !told.outcomeUnknown();
        }
    }
}
