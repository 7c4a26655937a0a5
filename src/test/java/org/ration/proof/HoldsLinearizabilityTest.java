// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.proof.HoldsCall.Operation;
import org.ration.proof.HoldsCall.Release;
import org.ration.proof.HoldsCall.Settle;
import org.ration.proof.HoldsCall.Take;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.OnDatabase;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Charges with and without an id, settlements and releases of many threads, on two nodes, are answered as if they had
 * come one after the other; and what is in the tables adds up. The property {@code holds.operations} says how many.
 */
@OnDatabase(value = Database.POSTGRESQL, beans = ProofBeans.class)
class HoldsLinearizabilityTest {

    private static final int THREADS = 12;
    private static final int CALLS = 150;
    private static final int IDS = 25;
    private static final long LIMIT = 40;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final QuotaPolicy POLICY =
            QuotaPolicy.of(LIMIT, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));

    private static final String NOT_HELD = "select count(*) from ration_account a where a.reserved <>"
            + " (select coalesce(sum(r.units), 0) from ration_receipt r where r.account_id = a.id and r.state = 'HELD')"
            + " or a.holds <> (select count(*) from ration_receipt r where r.account_id = a.id and r.state = 'HELD')";

    private static final String COUNTED = "select coalesce(sum(r.units), 0) from ration_receipt r"
            + " join ration_account a on a.id = r.account_id where r.state = 'COUNTED' and a.quota_key = ?";

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void theAnswersFitOneOrderAndTheTablesAddUp() throws InterruptedException {
        int operations = Integer.getInteger("holds.operations", Effort.of(3_000, 150_000));
        for (int seed = 0; seed * CALLS < operations; seed++) {
            List<HoldsCall> history = recorded(seed);

            assertThat(Linearizability.holds(history, HoldsState.NOTHING))
                    .as("seed %d: %s", seed, history)
                    .isTrue();
            assertThat(database.number(NOT_HELD)).as("seed %d: reserved", seed).isZero();
            keys(seed)
                    .forEach(key -> assertThat(used(key)).as("used of %s", key).isEqualTo(counted(key, history)));
            clear();
        }
    }

    @Test
    void doctoredHistoriesAreRejected() throws InterruptedException {
        Random random = new Random(7);
        for (int seed = 1_000_000; seed < 1_000_000 + Effort.of(3, 50); seed++) {
            List<HoldsCall> history = recorded(seed);
            HoldsCall settled = any(history, "settled", random);
            HoldsCall taken = any(history, "taken", random);

            assertThat(Linearizability.holds(history, HoldsState.NOTHING)).isTrue();
            assertThat(Linearizability.holds(without(history, settled, "unknown"), HoldsState.NOTHING))
                    .as("an id that was settled is not known")
                    .isFalse();
            assertThat(Linearizability.holds(without(history, taken, "conflict"), HoldsState.NOTHING))
                    .as("units are taken by a call that is told of a conflict")
                    .isFalse();
            clear();
        }
    }

    private static HoldsCall any(List<HoldsCall> history, String answer, Random random) {
        List<HoldsCall> some = history.stream()
                .filter(call -> call.answer().startsWith(answer))
                .toList();
        return some.get(random.nextInt(some.size()));
    }

    private static List<HoldsCall> without(List<HoldsCall> history, HoldsCall one, String answer) {
        return history.stream()
                .map(call -> call == one ? new HoldsCall(call.invoked(), call.returned(), call.does(), answer) : call)
                .toList();
    }

    private List<HoldsCall> recorded(int seed) throws InterruptedException {
        try (Ledger other = new Ledger(ProofBeans.settings(clock), TestContainer.of(transaction))) {
            return Race.run(
                    THREADS,
                    CALLS,
                    number -> record(
                            number % 2 == 0 ? ledger : other,
                            operation(seed, new Random(seed * 1000L + number)),
                            number % 3 == 0));
        }
    }

    private static HoldsCall record(Ledger node, Operation does, boolean async) {
        long invoked = System.nanoTime();
        String answer = answer(node, does, async);
        return new HoldsCall(invoked, System.nanoTime(), does, answer);
    }

    private static String answer(Ledger node, Operation does, boolean async) {
        if (does instanceof Take take) {
            return taken(node, take, async);
        }
        return does instanceof Settle settle
                ? settled(node, settle)
                : String.valueOf(node.release(((Release) does).id()));
    }

    private static String taken(Ledger node, Take take, boolean async) {
        try {
            QuotaDecision decision = decided(node, take, async);
            String answer = decision.replayed() ? "replayed" : decision.allowed() ? "taken" : "refused";
            return answer + shown(decision);
        } catch (QuotaConflictException conflict) {
            return "conflict";
        }
    }

    private static QuotaDecision decided(Ledger node, Take take, boolean async) {
        List<QuotaCharge> charges = take.costs().entrySet().stream()
                .map(cost -> new QuotaCharge(cost.getKey(), POLICY, cost.getValue()))
                .toList();
        if (take.held()) {
            return node.reserve(charges, MINUTE, take.id()).decision();
        }
        if (take.id() != null) {
            return node.consume(charges, take.id());
        }
        return async ? node.consumeAsync(charges).toCompletableFuture().join() : node.consume(charges);
    }

    private static String settled(Ledger node, Settle settle) {
        try {
            return "settled" + shown(node.settle(settle.id(), settle.units()));
        } catch (IllegalArgumentException notKnown) {
            return "unknown";
        }
    }

    private static String shown(QuotaDecision decision) {
        return decision.usages().stream()
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .map(HoldsLinearizabilityTest::shown)
                .collect(Collectors.joining());
    }

    private static String shown(QuotaUsage usage) {
        return " " + HoldsState.shown(usage.key(), usage.used(), usage.reserved());
    }

    private static Operation operation(int seed, Random random) {
        int id = random.nextInt(IDS);
        String text = "lin:" + seed + ":" + id;
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Take(costs(seed, random), LIMIT, null, false);
            case 2, 3, 4 -> taking(seed, id, random, false);
            case 5, 6, 7 -> taking(seed, id, random, true);
            case 8, 9, 10 -> new Settle(text, random.nextInt(5));
            default -> new Release(text);
        };
    }

    /** Mostly the same charges under the same id. */
    private static Take taking(int seed, int id, Random random, boolean held) {
        Random ofId = random.nextInt(6) == 0 ? random : new Random(id);
        boolean usually = random.nextInt(6) == 0 ? held : id % 3 > 0;
        return new Take(costs(seed, ofId), LIMIT, "lin:" + seed + ":" + id, usually);
    }

    /** One to three of four counters. */
    private static Map<String, Long> costs(int seed, Random random) {
        List<String> keys = new ArrayList<>(keys(seed));
        Collections.shuffle(keys, random);
        Map<String, Long> costs = new TreeMap<>();
        keys.subList(0, random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(2))
                .forEach(key -> costs.put(key, 1L + random.nextInt(3)));
        return costs;
    }

    private static List<String> keys(int seed) {
        return List.of("lin:" + seed + ":a", "lin:" + seed + ":b", "lin:" + seed + ":c", "lin:" + seed + ":d");
    }

    private long used(String key) {
        return database.number("select coalesce(sum(used), 0) from ration_account where quota_key = ?", key);
    }

    /** By the receipts, and by the answers to charges without an id. */
    private long counted(String key, List<HoldsCall> history) {
        return database.number(COUNTED, key)
                + history.stream()
                        .filter(call -> call.answer().startsWith("taken"))
                        .mapToLong(call -> withoutId(key, call.does()))
                        .sum();
    }

    private static long withoutId(String key, Operation does) {
        return does instanceof Take take && take.id() == null ? take.costs().getOrDefault(key, 0L) : 0;
    }

    private void clear() {
        List.of("ration_account", "ration_receipt").forEach(table -> database.update("delete from " + table));
    }
}
