// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.Signature;
import org.ration.ledger.account.AccountIds;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.Race;

/**
 * Many threads of three nodes, whose clocks are 58 minutes apart, charge, purge, erase, restart and remove what is not
 * kept, all at once, while time goes on and an outsider locks rows. No window grants more than its limit, but for as
 * often as its key was erased, or it was restarted in the same millisecond; and no acknowledged unit is lost.
 */
class ActsOfManyNodesTest {

    private static final Duration APART = Duration.ofMinutes(29);
    private static final int THREADS = 12;
    private static final long LIMIT = 5;
    private static final Signature OLGA = new Signature("olga", "a test");
    private static final String ERASED = "erased:";
    private static final List<QuotaPeriod> PERIODS =
            List.of(QuotaPeriod.HOUR, QuotaPeriod.DAY, QuotaPeriod.hours(5), QuotaPeriod.minutes(90));

    private final Map<Window, Long> granted = new ConcurrentHashMap<>();
    private final Map<Window, Long> restarted = new ConcurrentHashMap<>();
    private final Map<String, Long> erased = new ConcurrentHashMap<>();
    private ThreeNodes nodes;

    @BeforeEach
    void begin() {
        nodes = new ThreeNodes(Database.POSTGRESQL);
        for (int node = 0; node < ThreeNodes.COUNT; node++) {
            nodes.clock(node).move(APART.multipliedBy(node - 1));
        }
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void leaveCountersExact() throws InterruptedException {
        Race.run(THREADS, Effort.of(1_500, 60_000), number -> {
            act(new Random(number));
            return number;
        });

        granted.forEach((window, units) -> assertThat(units)
                .as(window.toString())
                .isLessThanOrEqualTo(LIMIT * (1 + restarted.getOrDefault(window, 0L) + erasures(window))));
        assertThat(granted.keySet().stream().filter(this::isOpen).toList())
                .as("windows that are still open")
                .isNotEmpty()
                .allSatisfy(window -> assertThat(used(window)).isEqualTo(granted.get(window)));
        assertThat(nodes.database().number("select max(used) from ration_account"))
                .isLessThanOrEqualTo(LIMIT);
        assertThat(restarted).isNotEmpty();
        assertThat(erased).isNotEmpty();
        assertThat(nodes.database().number("select count(*) from ration_audit where act = 'PURGED'"))
                .isPositive();
    }

    private void act(Random random) {
        int node = random.nextInt(ThreeNodes.COUNT);
        boolean erasable = random.nextInt(3) == 0;
        String key = (erasable ? ERASED : "user:") + random.nextInt(3);
        QuotaPolicy policy = QuotaPolicy.of(LIMIT, PERIODS.get(random.nextInt(PERIODS.size())))
                .withZone(ZoneOffset.UTC);
        switch (random.nextInt(40)) {
            case 0 -> pass(Duration.ofSeconds(random.nextInt(random.nextInt(5) == 0 ? 3 * 86_400 : 3_600)));
            case 1 -> nodes.retention(node).step();
            case 2 -> nodes.ledger(node).operators().purge(nodes.clock(node).instant(), OLGA);
            case 3 -> erase(node, ERASED + random.nextInt(3));
            case 4 -> restart(node, new Window(key, policy.period().toString(), id(key, policy), 0));
            case 5 -> lockedByAnOutsider(id(key, policy), () -> charge(node, "other", policy, 1));
            default -> charge(node, key, policy, 1 + random.nextInt(3));
        }
    }

    private synchronized void pass(Duration time) {
        IntStream.range(0, ThreeNodes.COUNT).forEach(node -> nodes.clock(node).move(time));
    }

    private void charge(int node, String key, QuotaPolicy policy, long cost) {
        QuotaDecision decision;
        try {
            decision = nodes.ledger(node).consume(List.of(new QuotaCharge(key, policy, cost)));
        } catch (QuotaStoreException behind) {
            assertThat(behind).hasMessageContaining("clock is behind");
            return;
        }
        if (decision.allowed()) {
            QuotaUsage usage = decision.usage();
            granted.merge(
                    new Window(
                            key,
                            policy.period().toString(),
                            id(key, policy),
                            usage.periodStart().toEpochMilli()),
                    cost,
                    Long::sum);
        }
    }

    private void restart(int node, Window account) {
        try {
            QuotaAccount after = nodes.ledger(node).operators().restart(AccountRef.of(account.id()), OLGA);
            restarted.merge(account.at(after.usage().periodStart().toEpochMilli()), 1L, Long::sum);
        } catch (QuotaActRefusedException noAccount) {
            return;
        }
    }

    private void erase(int node, String key) {
        erased.merge(key, 1L, Long::sum);
        nodes.ledger(node).operators().erase(key, OLGA);
    }

    private void lockedByAnOutsider(String id, Runnable meanwhile) {
        try (Connection outsider = nodes.database().connect();
                PreparedStatement lock =
                        outsider.prepareStatement("select id from ration_account where id = ? for update")) {
            outsider.setAutoCommit(false);
            lock.setString(1, id);
            lock.executeQuery();
            meanwhile.run();
            outsider.rollback();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private long erasures(Window window) {
        return erased.getOrDefault(window.key(), 0L);
    }

    private boolean isOpen(Window window) {
        return erasures(window) == 0
                && !restarted.containsKey(window)
                && nodes.database()
                                .number(
                                        "select count(*) from ration_account where id = ? and period_start = ?",
                                        window.id(),
                                        window.start())
                        == 1;
    }

    private long used(Window window) {
        return nodes.database().number("select used from ration_account where id = ?", window.id());
    }

    private static String id(String key, QuotaPolicy policy) {
        return AccountIds.UNNAMED.account(key, policy);
    }

    /** A window of an account. */
    private record Window(String key, String period, String id, long start) {

        Window at(long instant) {
            return new Window(key, period, id, instant);
        }
    }
}
