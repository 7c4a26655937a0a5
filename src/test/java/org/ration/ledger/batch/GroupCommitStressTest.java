// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.testing.Effort;

/**
 * Lincheck on callers that wait, receivers, visitors, and requests that are lined up again beside a bad account. Every
 * answer is a count, and all of them must fit one order; a waiter that nobody wakes hangs, which Lincheck reports. It
 * is the stress mode: in Lincheck's model of threads, whoever is parked may go on at any time, so it would never miss a
 * wake-up.
 */
class GroupCommitStressTest {

    @Test
    void answersOfOneConnectionFitOneOrder() {
        check(OneConnection.class);
    }

    @Test
    void answersOfTwoConnectionsFitOneOrder() {
        check(TwoConnections.class);
    }

    private static void check(Class<?> callers) {
        new StressOptions()
                .iterations(Effort.of(15, 250))
                .invocationsPerIteration(Effort.of(500, 5000))
                .threads(4)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Counters.class)
                .check(callers);
    }

    /** What callers are answered when they come one after the other. */
    public static class Counters {

        private final Map<String, Integer> counts = new HashMap<>();

        @Operation
        public String chargeA() {
            return charge("a");
        }

        @Operation
        public String receiveB() {
            return charge("b");
        }

        @Operation
        public String chargeBoth() {
            return charge("a", "b");
        }

        @Operation
        public String chargeBad() {
            return "bad row";
        }

        @Operation
        public String chargeBothOfBad() {
            return "bad row";
        }

        @Operation
        public String visit() {
            return "visited";
        }

        private String charge(String... accounts) {
            Map<String, Integer> shown = new TreeMap<>();
            for (String account : accounts) {
                shown.put(account, counts.merge(account, 1, Integer::sum));
            }
            return shown.toString();
        }
    }

    public static class OneConnection extends Callers {

        public OneConnection() {
            super(1);
        }
    }

    public static class TwoConnections extends Callers {

        public TwoConnections() {
            super(2);
        }
    }

    /** Counts without any synchronisation but that of the queue. */
    public abstract static class Callers {

        private final int connections;
        private final GroupCommit<String, String> commit;
        private final Map<String, Integer> counts = new HashMap<>(Map.of("a", 0, "b", 0));
        private final Set<String> inFlight = new HashSet<>();
        private int busy;

        Callers(int connections) {
            this.connections = connections;
            this.commit = new GroupCommit<>(
                    Limits.of(connections, 100, Duration.ofHours(1)),
                    Runnable::run,
                    () -> false,
                    "refused"::equals,
                    this::work);
        }

        @Operation
        public String chargeA() {
            return charge("a");
        }

        @Operation
        public String receiveB() {
            CompletableFuture<String> received = new CompletableFuture<>();
            commit.submit("b", (answer, fault) -> received.complete(answer), "b");
            return received.join();
        }

        @Operation
        public String chargeBoth() {
            return charge("a", "b");
        }

        @Operation
        public String chargeBad() {
            return charge("bad");
        }

        @Operation
        public String chargeBothOfBad() {
            return charge("a", "bad");
        }

        @Operation
        public String visit() {
            return commit.visit(connection -> {
                begin(Set.of());
                end(Set.of());
                return "visited";
            });
        }

        @Validate
        public void nothingIsLeft() {
            for (int looks = 0; looks < 10_000 && !commit.isIdle(); looks++) {
                Thread.yield(); // callers may go on before their worker has left
            }
            if (!commit.isIdle() || busy != 0 || !inFlight.isEmpty()) {
                throw new IllegalStateException("something is left behind");
            }
            commit.close();
        }

        private String charge(String... accounts) {
            try {
                return commit.carryOut(String.join(" ", accounts), accounts);
            } catch (QuotaStoreException fault) {
                return fault.getMessage();
            }
        }

        private void work(BatchWork<String, String> work) {
            work.begin();
            if (!work.connected()) {
                return;
            }
            Set<String> accounts = new HashSet<>();
            work.undone()
                    .forEach(ticket -> accounts.addAll(List.of(ticket.request().split(" "))));
            begin(accounts);
            try {
                if (accounts.contains("bad")) {
                    throw QuotaStoreException.notCharged("bad row", null);
                }
                work.commits();
                work.undone().forEach(this::count);
            } finally {
                end(accounts);
            }
        }

        private void count(Ticket<String, String> ticket) {
            Map<String, Integer> shown = new TreeMap<>();
            for (String account : ticket.request().split(" ")) {
                int count = counts.get(account) + 1;
                counts.put(account, count);
                shown.put(account, count);
            }
            ticket.answer(shown.toString());
        }

        private synchronized void begin(Set<String> accounts) {
            busy++;
            if (busy > connections) {
                throw new IllegalStateException("more at work than connections");
            }
            for (String account : accounts) {
                if (!inFlight.add(account)) {
                    throw new IllegalStateException("an account is in two batches");
                }
            }
        }

        private synchronized void end(Set<String> accounts) {
            busy--;
            inFlight.removeAll(accounts);
        }
    }
}
