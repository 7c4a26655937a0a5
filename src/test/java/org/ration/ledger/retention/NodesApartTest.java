// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Nodes whose clocks are up to 58 minutes apart charge, remove what is not kept, and purge or restart at random: no
 * window grants more than its limit, and none begins before the one before it has ended. A purge forgets where the last
 * window ended, so that a restart, or another zone or anchor, would let the next be shown from an earlier start; every
 * other seed has both and no purge.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesApartTest {

    private static final int NODES = 3;
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

    private final TestClock[] clocks =
            IntStream.range(0, NODES).mapToObj(node -> new TestClock()).toArray(TestClock[]::new);
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<Retention> retentions = new ArrayList<>();
    private final List<DatabaseGate> gates = new ArrayList<>();
    private final Map<String, TreeMap<Long, Granted>> windows = new HashMap<>();
    private TestDatabase database;
    private TestContainer container;

    static LongStream seeds() {
        return LongStream.range(0, Effort.of(12, 2_000));
    }

    @BeforeAll
    void begin() {
        database = TestDatabase.withTables(Database.H2, 12);
        container = TestContainer.on(database).beans(LedgerBeans.class).start();
        NewTransaction transaction = container.select(NewTransaction.class);
        for (TestClock clock : clocks) {
            LedgerSettings settings = settings(clock);
            DatabaseGate gate = new DatabaseGate(TestContainer.of(transaction), settings);
            gates.add(gate);
            ledgers.add(new Ledger(settings, TestContainer.of(transaction)));
            retentions.add(new Retention(gate, settings));
        }
    }

    @AfterAll
    void end() {
        ledgers.forEach(Ledger::close);
        gates.forEach(DatabaseGate::close);
        container.close();
        database.close();
    }

    @AfterEach
    void clear() {
        List.of("ration_account", "ration_closed_window", "ration_audit")
                .forEach(table -> database.execute("delete from " + table));
        windows.clear();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noWindowGrantsMoreThanItsLimit(long seed) {
        Random random = new Random(seed);
        Instant time = START;
        for (int step = 0; step < STEPS; step++) {
            time = time.plusSeconds(random.nextInt(random.nextInt(20) == 0 ? 4 * 86_400 : 3_600));
            int node = random.nextInt(NODES);
            clocks[node].set(time.plusSeconds(random.nextInt(29 * 60 * 2) - 29 * 60));
            act(random, node, seed % 2 == 0, seed + "/" + step);
        }
    }

    private void act(Random random, int node, boolean purges, String where) {
        String key = "user:" + random.nextInt(3);
        QuotaPeriod period = PERIODS.get(random.nextInt(purges ? PERIODS.size() - 1 : PERIODS.size()));
        ZoneId zone = ZONES.get(purges ? 0 : random.nextInt(8) / 7);
        QuotaPolicy policy = QuotaPolicy.of(LIMIT, period).withZone(zone);
        switch (random.nextInt(12)) {
            case 0 -> retentions.get(node).step();
            case 1 -> {
                if (purges) {
                    ledgers.get(node).operators().purge(clocks[node].instant(), OLGA);
                } else {
                    restart(node, key, policy);
                }
            }
            default -> charge(node, new QuotaCharge(key, policy, 1 + random.nextInt(3)), where);
        }
    }

    private void charge(int node, QuotaCharge charge, String where) {
        QuotaDecision decision;
        try {
            decision = ledgers.get(node).consume(List.of(charge));
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

    private void restart(int node, String key, QuotaPolicy policy) {
        String id = id(key, policy);
        try {
            ledgers.get(node).operators().restart(AccountRef.of(id), OLGA);
        } catch (QuotaActRefusedException noAccount) {
            return;
        }
        long end = database.number("select reset_at from ration_account where id = ?", id);
        long start = database.number("select period_start from ration_account where id = ?", id);
        Optional.ofNullable(windows.get(id))
                .flatMap(ofAccount -> Optional.ofNullable(ofAccount.get(start)))
                .ifPresent(granted -> granted.end = end);
    }

    private static String id(String key, QuotaPolicy policy) {
        return AccountIds.UNNAMED.account(key, policy);
    }

    private static LedgerSettings settings(TestClock clock) {
        Optional<Period> day = Optional.of(Period.ofDays(1));
        return new LedgerSettings(
                clock,
                false,
                2,
                Duration.ofSeconds(10),
                100,
                new TableSettings(
                        false, "none", AccountIds.UNNAMED, new RetentionSettings(day, Optional.empty(), day, day)),
                ZoneOffset.UTC);
    }

    /** What was granted in a window, and when it ends. */
    private static final class Granted {

        private long units;
        private long end;
    }
}
