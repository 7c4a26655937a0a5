// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.Signature;
import org.ration.ledger.account.AccountIds;
import org.ration.testing.Database;
import org.ration.testing.Effort;

/**
 * Nodes whose clocks are up to 58 minutes apart charge, remove what is not kept, erase, and purge or restart at random:
 * no window grants more than its limit, and none begins before the one before it has ended, but for those of before an
 * erasure. A purge forgets where the last window ended, so that a restart, or another zone or anchor, would let the
 * next be shown from an earlier start; every other seed has both and no purge.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesApartTest {

    private static final int KEYS = 3;
    private static final int STEPS = 300;
    private static final long LIMIT = 5;
    private static final Signature OLGA = new Signature("olga", "a test");
    private static final Instant START = Instant.parse("2020-03-27T20:00:00Z");
    private static final List<ZoneId> ZONES = List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"));
    private static final List<QuotaPeriod> PERIODS = List.of(
            QuotaPeriod.HOUR,
            QuotaPeriod.DAY,
            QuotaPeriod.MONTH,
            QuotaPeriod.days(2),
            QuotaPeriod.hours(5),
            QuotaPeriod.minutes(90),
            QuotaPeriod.monthFrom(15));

    private final Map<String, TreeMap<Long, Granted>> windows = new HashMap<>();
    private ThreeNodes nodes;

    static LongStream seeds() {
        return LongStream.range(0, Effort.of(12, 2_000));
    }

    @BeforeAll
    void begin() {
        nodes = new ThreeNodes(Database.H2);
    }

    @AfterAll
    void end() {
        nodes.close();
    }

    @AfterEach
    void clear() {
        List.of("ration_account", "ration_closed_window", "ration_audit")
                .forEach(table -> nodes.database().execute("delete from " + table));
        windows.clear();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noWindowGrantsMoreThanItsLimit(long seed) {
        Random random = new Random(seed);
        Instant time = START;
        for (int step = 0; step < STEPS; step++) {
            time = time.plusSeconds(random.nextInt(random.nextInt(20) == 0 ? 4 * 86_400 : 3_600));
            int node = random.nextInt(ThreeNodes.COUNT);
            nodes.clock(node).set(time.plusSeconds(random.nextInt(29 * 60 * 2) - 29 * 60));
            act(random, node, seed % 2 == 0, seed + "/" + step);
        }
    }

    private void act(Random random, int node, boolean purges, String where) {
        String key = "user:" + random.nextInt(KEYS);
        QuotaPeriod period = PERIODS.get(random.nextInt(purges ? PERIODS.size() - 1 : PERIODS.size()));
        ZoneId zone = ZONES.get(purges ? 0 : random.nextInt(8) / 7);
        QuotaPolicy policy = QuotaPolicy.of(LIMIT, period).withZone(zone);
        switch (random.nextInt(48)) {
            case 0, 1, 2, 3 -> nodes.retention(node).step();
            case 4, 5, 6, 7 -> {
                if (purges) {
                    nodes.ledger(node).operators().purge(nodes.clock(node).instant(), OLGA);
                } else {
                    restart(node, key, policy);
                }
            }
            case 8 -> erase(node, key);
            default -> charge(node, new QuotaCharge(key, policy, 1 + random.nextInt(3)), where);
        }
    }

    private void charge(int node, QuotaCharge charge, String where) {
        QuotaDecision decision;
        try {
            decision = nodes.ledger(node).consume(List.of(charge));
        } catch (QuotaStoreException behind) {
            assertThat(behind).as(where).hasMessageContaining("clock is behind");
            return;
        }
        if (decision.allowed()) {
            QuotaUsage usage = decision.usage();
            TreeMap<Long, Granted> ofAccount =
                    windows.computeIfAbsent(id(charge.key(), charge.policy()), any -> new TreeMap<>());
            Granted granted = ofAccount.computeIfAbsent(usage.periodStart().toEpochMilli(), any -> new Granted());
            granted.end = usage.resetAt().toEpochMilli();
            granted.units += charge.cost();
            assertThat(granted.units).as("%s: %s", where, usage).isLessThanOrEqualTo(LIMIT);
            assertInOrder(ofAccount, where + " " + charge);
        }
    }

    private static void assertInOrder(TreeMap<Long, Granted> ofAccount, String where) {
        long lastEnd = Long.MIN_VALUE;
        for (Map.Entry<Long, Granted> window : ofAccount.entrySet()) {
            assertThat(window.getKey()).as(where).isGreaterThanOrEqualTo(lastEnd);
            lastEnd = window.getValue().end;
        }
    }

    private void erase(int node, String key) {
        nodes.ledger(node).operators().erase(key, OLGA);
        PERIODS.forEach(period -> windows.remove(id(key, QuotaPolicy.of(LIMIT, period))));
    }

    private void restart(int node, String key, QuotaPolicy policy) {
        String id = id(key, policy);
        try {
            nodes.ledger(node).operators().restart(AccountRef.of(id), OLGA);
        } catch (QuotaActRefusedException noAccount) {
            return;
        }
        long end = nodes.database().number("select reset_at from ration_account where id = ?", id);
        long start = nodes.database().number("select period_start from ration_account where id = ?", id);
        Optional.ofNullable(windows.get(id))
                .flatMap(ofAccount -> Optional.ofNullable(ofAccount.get(start)))
                .ifPresent(granted -> granted.end = end);
    }

    private static String id(String key, QuotaPolicy policy) {
        return AccountIds.UNNAMED.account(key, policy);
    }

    /** What was granted in a window, and when it ends. */
    private static final class Granted {

        private long units;
        private long end;
    }
}
