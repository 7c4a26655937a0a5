package org.ration.ledger.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.ration.QuotaStoreException;
import org.ration.testing.Effort;

/**
 * Lincheck on callers that join, lead, are promoted, are put back beside a bad account, and are answered. Every answer is a
 * count, and all of them must fit one order; a waiter that nobody wakes hangs, which Lincheck reports. It is the stress mode:
 * in Lincheck's model of threads, whoever is parked may go on at any time, so it would never miss a wake-up.
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
        public String chargeB() {
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
        private final GroupCommit<Wish> commit;
        private final Map<String, Integer> counts = new HashMap<>(Map.of("a", 0, "b", 0));
        private final Set<String> inFlight = new HashSet<>();
        private int busy;

        Callers(int connections) {
            this.connections = connections;
            this.commit = new GroupCommit<>(connections, Duration.ofHours(1), () -> false, this::work);
        }

        @Operation
        public String chargeA() {
            return charge("a");
        }

        @Operation
        public String chargeB() {
            return charge("b");
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
            return commit.visit(deadline -> {
                begin(Set.of());
                end(Set.of());
                return "visited";
            });
        }

        @Validate
        public void nothingIsLeft() {
            if (!commit.isIdle() || busy != 0 || !inFlight.isEmpty()) {
                throw new IllegalStateException("something is left behind");
            }
        }

        private String charge(String... accounts) {
            Wish wish = new Wish(accounts);
            try {
                commit.carryOut(wish);
                return wish.shown.toString();
            } catch (QuotaStoreException fault) {
                return fault.getMessage();
            }
        }

        private void work(List<Wish> batch, boolean alike, Deadline deadline) {
            Set<String> accounts = new HashSet<>();
            batch.forEach(wish -> accounts.addAll(List.of(wish.accounts)));
            begin(accounts);
            try {
                if (accounts.contains("bad")) {
                    throw QuotaStoreException.notCharged("bad row", null);
                }
                batch.forEach(this::count);
            } finally {
                end(accounts);
            }
        }

        private void count(Wish wish) {
            for (String account : wish.accounts) {
                int count = counts.get(account) + 1;
                counts.put(account, count);
                wish.shown.put(account, count);
            }
            wish.done();
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

    private static final class Wish extends BatchScheduler.Request {

        private final Map<String, Integer> shown = new TreeMap<>();

        private Wish(String... accounts) {
            super(accounts);
        }

        @Override
        public boolean refused() {
            return false;
        }
    }
}
