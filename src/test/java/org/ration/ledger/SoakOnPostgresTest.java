package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/**
 * Random costs, limits, sets of one to four accounts and window ends, by many threads on two nodes, compared with a
 * sequential model. Runs for {@code -Dsoak.seconds}, 10 by default.
 *
 * <p>Every decision must be right for the counts that it shows. The grants of a window must follow on each other by these
 * counts without a gap, in an order that agrees with real time, and end at what the tables say. Whether a refusal's count
 * was there while the call was under way is not compared, nor are overrides and grants of operators.
 */
@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class SoakOnPostgresTest {

    private static final int THREADS = 24;
    private static final int KEYS = 6;

    private final Map<Window, Long> known = new HashMap<>();

    @Inject
    LedgerTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void everyDecisionIsThatOfASequentialModel() throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("soak.seconds", 10)).toNanos();
        long seed = Long.getLong("soak.seed", System.nanoTime());
        Ledger[] nodes = {ledger(4), ledger(3)};
        int deadlocks = database.deadlocks();

        for (int round = 0; System.nanoTime() < end; round++) {
            long roundSeed = seed + round;
            List<Call> calls = Race.run(THREADS, 400, number -> call(nodes, new Random(roundSeed * 1000 + number)));
            new Model(calls).check("seed " + roundSeed);
            clock.move(Duration.ofMinutes(new Random(roundSeed).nextInt(3) * 20L));
        }

        assertThat(database.deadlocks()).isEqualTo(deadlocks);
    }

    /** Now and then the clock moves on while others are being charged, sometimes past an hour's end. */
    private Call call(Ledger[] nodes, Random random) {
        if (random.nextInt(400) == 0) {
            clock.move(Duration.ofMinutes(20));
        }
        List<QuotaCharge> charges = charges(random);
        long start = System.nanoTime();
        QuotaDecision decision = nodes[random.nextInt(nodes.length)].consume(charges);
        return new Call(charges, decision, start, System.nanoTime());
    }

    private static List<QuotaCharge> charges(Random random) {
        List<Integer> keys = IntStream.range(0, KEYS).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(keys, random);
        int size = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
        return keys.subList(0, size).stream()
                .map(key -> new QuotaCharge("soak:" + key, policy(random), random.nextInt(8)))
                .toList();
    }

    private static QuotaPolicy policy(Random random) {
        long limit =
                switch (random.nextInt(8)) {
                    case 0 -> 150 + random.nextInt(100);
                    case 1 -> Quota.UNLIMITED;
                    default -> 600;
                };
        return QuotaPolicy.of(limit, QuotaPeriod.HOUR)
                .withZone(ZoneId.of("UTC"))
                .withBlock(random.nextInt(10) > 0);
    }

    private Ledger ledger(int connections) {
        return new Ledger(
                new LedgerSettings(clock, false, connections, Duration.ofSeconds(20), false, "none"), transaction);
    }

    private record Call(List<QuotaCharge> charges, QuotaDecision decision, long start, long end) {}

    /** The model: what the accounts must have counted, window by window. */
    private final class Model {

        private final List<Call> calls;

        private Model(List<Call> calls) {
            this.calls = calls;
        }

        private void check(String seed) {
            calls.forEach(call -> checkLimits(call, seed));
            Map<Window, List<Grant>> grants = new HashMap<>();
            calls.stream().filter(call -> call.decision.allowed()).forEach(call -> addGrants(call, grants));
            grants.forEach((window, some) -> checkChain(window, some, seed));
            checkCounters(seed);
        }

        /** Every decision is right for the counts that it shows itself. */
        private void checkLimits(Call call, String seed) {
            boolean refused = false;
            for (int i = 0; i < call.charges.size(); i++) {
                QuotaCharge charge = call.charges.get(i);
                QuotaUsage usage = call.decision.usages().get(i);
                boolean violated = call.decision.violated().contains(usage);
                long before = call.decision.allowed() ? usage.used() - charge.cost() : usage.used();
                boolean fits = !charge.policy().block()
                        || charge.cost() == 0
                        || charge.cost() <= charge.policy().limit() - before;
                assertThat(violated).as(seed + " " + call).isEqualTo(!fits);
                refused |= violated;
            }
            assertThat(call.decision.allowed()).as(seed).isEqualTo(!refused);
        }

        private void addGrants(Call call, Map<Window, List<Grant>> grants) {
            for (int i = 0; i < call.charges.size(); i++) {
                QuotaCharge charge = call.charges.get(i);
                QuotaUsage usage = call.decision.usages().get(i);
                if (charge.cost() > 0) {
                    grants.computeIfAbsent(new Window(charge.key(), usage.periodStart()), key -> new ArrayList<>())
                            .add(new Grant(usage.used() - charge.cost(), usage.used(), call));
                }
            }
        }

        /** The counts follow on each other without a gap, and no answer is older than one that ended before it began. */
        private void checkChain(Window window, List<Grant> grants, String seed) {
            grants.sort((one, other) -> Long.compare(one.after, other.after));
            long counted = known.getOrDefault(window, 0L);
            long latestStart = Long.MIN_VALUE;
            for (Grant grant : grants) {
                assertThat(grant.before).as(seed + " " + window + " " + grant).isEqualTo(counted);
                assertThat(grant.call.end).as(seed + " real time " + grant).isGreaterThanOrEqualTo(latestStart);
                latestStart = Math.max(latestStart, grant.call.start);
                counted = grant.after;
            }
            known.put(window, counted);
        }

        private void checkCounters(String seed) {
            known.forEach((window, counted) -> assertThat(database.number(
                            "select sum(used) from (select used from ration_account where quota_key = ? and period_start = ?"
                                    + " union all select w.used from ration_closed_window w join ration_account a on a.id ="
                                    + " w.account_id where a.quota_key = ? and w.period_start = ?) counted",
                            window.key,
                            window.start.toEpochMilli(),
                            window.key,
                            window.start.toEpochMilli()))
                    .as(seed + " " + window)
                    .isEqualTo(counted));
        }
    }

    private record Window(String key, Instant start) {}

    private record Grant(long before, long after, Call call) {}
}
