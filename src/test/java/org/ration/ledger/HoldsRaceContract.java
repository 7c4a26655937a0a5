// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.Signature;
import org.ration.container.NewTransaction;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Charges with an id that meet in the same millisecond, on two nodes: one after the other, in whatever order. */
abstract class HoldsRaceContract {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(1000, QuotaPeriod.MONTH).withZone(UTC);
    private static final QuotaPolicy DAY = QuotaPolicy.of(300, QuotaPeriod.DAY).withZone(UTC);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Signature OLGA = new Signature("olga", "ticket 7");
    private static final int ROUNDS = 40;

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    private Ledger other;

    @BeforeEach
    void anotherNode() {
        other = new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction));
    }

    @AfterEach
    void allIsConsistent() {
        other.close();
        assertThat(database.number("select count(*) from ration_account a where a.reserved <>"
                        + " (select coalesce(sum(r.units), 0) from ration_receipt r where r.account_id = a.id"
                        + " and r.state = 'HELD' and r.window_start = a.period_start)"))
                .as("accounts whose reserved is not the sum of their open holds")
                .isZero();
        assertThat(database.number("select count(*) from ration_account a where a.used <>"
                        + " (select coalesce(sum(r.units), 0) from ration_receipt r where r.account_id = a.id"
                        + " and r.state = 'COUNTED' and r.window_start = a.period_start)"))
                .as("accounts whose used is not the sum of what was counted")
                .isZero();
        database.execute("delete from ration_account");
        database.execute("delete from ration_receipt");
        database.execute("delete from ration_closed_window");
    }

    @Test
    void oneIdSentByManyAtOnceIsChargedOnce() throws InterruptedException {
        List<QuotaDecision> decisions = Race.run(16, 200, number -> node(number)
                .consume(List.of(charge(MONTH, 3), charge(DAY, 1)), "order " + number / 20));

        assertThat(decisions).allMatch(QuotaDecision::allowed);
        assertThat(decisions).filteredOn(QuotaDecision::replayed).hasSize(190);
        assertThat(database.used()).isEqualTo(40);
    }

    /** The lists have no account in common, so that no lock keeps them apart. */
    @Test
    void twoDisjointListsWithOneIdAtTheSameTime() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            String id = "shared " + round;
            List<Boolean> taken = both(
                    () -> taken(ledger, id, new QuotaCharge("race:left", MONTH, 1)),
                    () -> taken(other, id, new QuotaCharge("race:right", MONTH, 1)));

            assertThat(taken).containsExactlyInAnyOrder(true, false);
        }
        assertThat(database.used()).isEqualTo(ROUNDS);
    }

    private static boolean taken(Ledger node, String id, QuotaCharge charge) {
        try {
            return node.consume(List.of(charge), id).allowed();
        } catch (QuotaConflictException conflict) {
            return false;
        }
    }

    @Test
    void twoNodesSettleOneIdWithDifferentNumbers() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            String id = "settled " + round;
            long before = database.used();
            ledger.reserve(List.of(charge(MONTH, 5)), MINUTE, id);

            both(() -> ledger.settle(id, 3), () -> other.settle(id, 7));

            assertThat(database.used() - before).isIn(3L, 7L);
        }
    }

    @Test
    void settleAndWindowEnd() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            clock.set("2026-03-10T12:00:00Z");
            clock.move(Duration.ofDays(round));
            String id = "day " + round;
            ledger.reserve(List.of(charge(DAY, 5)), Duration.ofDays(2), id);
            clock.move(Duration.ofHours(12));
            String next = "next " + round;

            both(() -> ledger.settle(id, 4), () -> other.consume(List.of(charge(DAY, 1)), next));

            assertThat(database.number("select sum(used) from ration_closed_window where period_start = ?", start()))
                    .isEqualTo(round == 0 ? 4 : 5);
            assertThat(database.used()).isEqualTo(1);
        }
    }

    /** The window that has just ended. */
    private long start() {
        return clock.instant().minus(Duration.ofDays(1)).toEpochMilli();
    }

    @Test
    void settleAndExpiry() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            String id = "expires " + round;
            long before = database.used();
            ledger.reserve(List.of(charge(MONTH, 5)), MINUTE, id);
            clock.move(MINUTE);

            String after = "after " + round;
            both(() -> ledger.settle(id, 3), () -> other.consume(List.of(charge(MONTH, 1)), after));

            assertThat(database.used() - before).isEqualTo(4);
        }
    }

    @Test
    void settleAndErase() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            String id = "erased " + round;
            ledger.reserve(List.of(charge(MONTH, 5)), MINUTE, id);

            both(() -> settled(ledger, id), () -> other.operators().erase("race:all", OLGA));

            assertThat(database.number("select count(*) from ration_account")).isZero();
            assertThat(database.number("select count(*) from ration_receipt")).isZero();
        }
    }

    private static boolean settled(Ledger node, String id) {
        try {
            return node.settle(id, 3).allowed();
        } catch (IllegalArgumentException notKnown) {
            return false;
        }
    }

    /** The window is over, so that a purge would take the account, but for the id that is remembered. */
    @Test
    void settleAndPurge() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            clock.set(TestClock.START.plus(Duration.ofDays(round)));
            String id = "purged " + round;
            ledger.reserve(List.of(charge(DAY, 5)), MINUTE, id);
            clock.move(Duration.ofHours(14));
            Instant since = clock.instant();

            both(() -> ledger.settle(id, 3), () -> other.operators().purge(since, OLGA));

            assertThat(database.used()).isEqualTo(3);
        }
    }

    /**
     * Reserve, settle, release and repeat, by many, on two nodes: never over, and all that is counted is accounted for.
     */
    @Test
    void aCrowdHoldsSettlesAndReleases() throws InterruptedException {
        Race.run(16, 600, number -> {
            Random random = new Random(number);
            String id = "crowd " + number / 2;
            Ledger node = node(number);
            int units = 1 + number / 2 % 7;
            QuotaHold hold = node.reserve(List.of(charge(MONTH, units), charge(DAY, units)), MINUTE, id);
            if (!hold.allowed()) {
                return hold;
            }
            switch (random.nextInt(4)) {
                case 0 -> hold.release();
                case 1 -> node(number + 1).settle(id, random.nextInt(units + 1));
                case 2 -> hold.settle();
                default -> Optional.empty();
            }
            return hold;
        });

        assertThat(database.number("select max(used + reserved) from ration_account where period = 'day'"))
                .isLessThanOrEqualTo(300);
        clock.move(MINUTE);
        ledger.consume(List.of(charge(MONTH, 0), charge(DAY, 0)), "look");
        assertThat(database.number("select sum(reserved) from ration_account")).isZero();
        assertThat(database.number("select count(*) from ration_receipt where state = 'HELD'"))
                .isZero();
    }

    private Ledger node(int number) {
        return number % 2 == 0 ? ledger : other;
    }

    private static QuotaCharge charge(QuotaPolicy policy, long cost) {
        return new QuotaCharge("race:all", policy, cost);
    }

    /** Does two things at once. */
    private static <T> List<T> both(Work<? extends T> one, Work<? extends T> another) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Work<? extends T> work : List.<Work<? extends T>>of(one, another)) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.run();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What one of two does. */
    @FunctionalInterface
    private interface Work<T> {

        T run();
    }
}
