// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.sql.Total;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.testing.Race;

/** Of the ledger on PostgreSQL alone. */
abstract class LedgerOnPostgresContract extends LedgerContract {

    @Test
    void tenThousandRefusalsWriteNoRowVersion() throws InterruptedException {
        consume(MONTH, 10);
        String before = rowVersion();

        assertThat(Race.run(8, 10_000, number -> consume(MONTH, 1).allowed())).containsOnly(false);

        assertThat(rowVersion()).isEqualTo(before);
    }

    @Test
    void theServerKeepsWhatItCommits() {
        assertThat(database.text("select current_setting('fsync')")).isEqualTo("on");
        assertThat(database.text("select current_setting('synchronous_commit')"))
                .isEqualTo("on");
    }

    @Test
    void brokenConnectionsAreFaultsWithinTheTimeoutAndChargingRecovers() {
        consume(MONTH, 1);
        breakConnections();

        assertThat(secondsOf(() -> consume(MONTH, 1))).isLessThan(5);
        assertThat(consume(MONTH, 1).allowed()).isTrue();
        breakConnections();
        assertThat(secondsOf(() -> ledger.usage(key, MONTH))).isLessThan(5);
        assertThat(ledger.usage(key, MONTH).used()).isEqualTo(counter(MONTH));
    }

    /**
     * The first look at the clock is before the end of the window, as before a wait for a lock; all others are after
     * it.
     */
    @Test
    void aWindowThatEndsDuringTheChargeRefusesNothing() {
        consume(DAY, 5);
        Instant end = Instant.parse("2026-03-11T00:00:00Z");

        QuotaDecision decision =
                ledgerWith(new PassingClock(end), false, Duration.ofSeconds(10)).consume(List.of(charge(DAY, 1)));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage().periodStart()).isEqualTo(end);
        assertThat(counter(DAY)).isEqualTo(1);
    }

    @Test
    void aWindowThatEndsDuringTheChargeCountsNoMore() {
        consume(DAY, 2);
        Instant end = Instant.parse("2026-03-11T00:00:00Z");

        QuotaDecision decision =
                ledgerWith(new PassingClock(end), false, Duration.ofSeconds(10)).consume(List.of(charge(DAY, 1)));

        assertThat(decision.usage().periodStart()).isEqualTo(end);
        assertThat(counter(DAY)).isEqualTo(1);
        assertThat(database.number(
                        "select used from ration_closed_window where account_id = ?",
                        AccountIds.UNNAMED.account(key, DAY)))
                .isEqualTo(2);
    }

    @Test
    void anOverrideThatEndsDuringTheChargeGrantsNoMore() {
        consume(MONTH, 10);
        Instant end = overrideUntil(clock.instant().plusSeconds(60));

        QuotaDecision decision =
                ledgerWith(new PassingClock(end), false, Duration.ofSeconds(10)).consume(List.of(charge(MONTH, 1)));

        assertThat(decision.allowed()).isFalse();
        assertThat(counter(MONTH)).isEqualTo(10);
    }

    /** The first run fails at its commit, before the end of the override; the second one finds it ended. */
    @Test
    void anOverrideThatEndsBeforeTheChargeIsRunAgainGrantsNoMore() {
        consume(MONTH, 10);
        Instant end = overrideUntil(clock.instant().plusSeconds(60));
        Clock passing = new PassingClock(end, 2, () -> {});
        database.wire().refuseNext("40001");

        QuotaDecision decision =
                ledgerWith(passing, false, Duration.ofSeconds(10)).consume(List.of(charge(MONTH, 1)));

        assertThat(decision.allowed()).isFalse();
        assertThat(counter(MONTH)).isEqualTo(10);
    }

    /** Before the end of the override there was room by it, and later there is, by the reset. */
    @Test
    void aLookDoesNotTakeWhatItSawForTheStateOfALaterTime() {
        consume(MONTH, 10);
        Instant end = overrideUntil(clock.instant().plusSeconds(60));
        Clock passing = new PassingClock(end, 1, () -> ledger.reset(key, MONTH));

        QuotaDecision decision =
                ledgerWith(passing, false, Duration.ofSeconds(10)).check(charge(MONTH, 1));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage().used()).isZero();
    }

    @Test
    void anAccountThatAnotherAddsDuringAWaitIsShownAsItStands() throws Exception {
        QuotaCharge waiting = charge(MONTH.withScope("waiting"), 1);
        QuotaPolicy added = MONTH.withScope("added");
        ledger.consume(List.of(waiting));
        ExecutorService caller = Executors.newSingleThreadExecutor();

        try (Connection outsider = locking(AccountIds.UNNAMED.account(key, waiting.policy()))) {
            Ledger node = ledgerWith(clock, false, Duration.ofMinutes(2));
            Future<QuotaDecision> decision = caller.submit(() -> node.consume(List.of(waiting, charge(added, 0))));
            await().atMost(Duration.ofMinutes(1)).until(() -> isWaitedFor() || decision.isDone());
            ledger.consume(List.of(charge(added, 3)));
            outsider.rollback();

            assertThat(decision.get().usages().get(1).used()).isEqualTo(3);
        }
        caller.shutdown();
        assertThat(counter(waiting.policy())).isEqualTo(2);
    }

    @Test
    void aRowThatAnotherAddsDuringAWaitIsNotCalledLocked() throws Exception {
        QuotaCharge waiting = charge(MONTH.withScope("waiting"), 1);
        QuotaCharge added = charge(MONTH.withScope("added"), 1);
        ledger.consume(List.of(waiting));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        Handler handler = logging(logged);
        Logger.getLogger("org.ration.ledger").addHandler(handler);

        try (Connection outsider = locking(AccountIds.UNNAMED.account(key, waiting.policy()))) {
            Ledger node = ledgerWith(clock, false, Duration.ofMinutes(2));
            Future<QuotaDecision> decision = caller.submit(() -> node.consume(List.of(waiting, added)));
            await().atMost(Duration.ofMinutes(1)).until(() -> isWaitedFor() || decision.isDone());
            ledger.consume(List.of(added));
            outsider.rollback();

            assertThat(decision.get().usages().get(1).used()).isEqualTo(2);
        } finally {
            Logger.getLogger("org.ration.ledger").removeHandler(handler);
        }
        caller.shutdown();
        assertThat(logged).noneMatch(message -> message.contains("locked"));
    }

    private static Handler logging(List<String> messages) {
        return new Handler() {

            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private Instant overrideUntil(Instant end) {
        database.update("update ration_account set limit_override = 100, override_until = ?", end.toEpochMilli());
        return end;
    }

    /** A lock's time-out begins anew with each row: all three would be had in the end, each within it. */
    @Test
    void rowsThatAreLockedOneAfterTheOtherAreNotWaitedForBeyondTheTimeout() throws Exception {
        List<QuotaCharge> charges = Stream.of("one", "two", "three")
                .map(scope -> charge(MONTH.withScope(scope), 1))
                .toList();
        ledger.consume(charges);
        List<String> ids = charges.stream()
                .map(charge -> AccountIds.UNNAMED.account(charge.key(), charge.policy()))
                .sorted()
                .toList();
        Duration timeout = Duration.ofSeconds(2);
        ExecutorService caller = Executors.newSingleThreadExecutor();

        try (Connection first = locking(ids.get(0));
                Connection second = locking(ids.get(1));
                Connection third = locking(ids.get(2))) {
            Future<QuotaStoreException> fault = caller.submit(
                    () -> catchThrowableOfType(QuotaStoreException.class, () -> ledgerWith(clock, false, timeout)
                            .consume(charges)));
            for (Connection outsider : List.of(first, second, third)) {
                await().pollDelay(timeout.multipliedBy(3).dividedBy(4)).until(() -> isWaitedFor() || fault.isDone());
                outsider.rollback();
            }

            assertThat(fault.get()).isNotNull().returns(false, QuotaStoreException::outcomeUnknown);
        }
        caller.shutdown();
        assertThat(database.used(key)).isEqualTo(3);
        assertThat(ledger.consume(charges).allowed()).isTrue();
    }

    /** Nothing should break a COMMIT off, least of all one that waits for a replica. */
    @Test
    void theTimeOutOfAStatementEndsBeforeTheCommit() {
        consume(MONTH, 1);
        SortedSet<String> id = new TreeSet<>(List.of(AccountIds.UNNAMED.account(key, MONTH)));

        List<String> timeouts = turn(Duration.ofSeconds(10)).change(tables -> {
            tables.lockToCharge(id, true);
            return TransactionResult.unchanged(List.of(setting("lock_timeout"), setting("statement_timeout")));
        });

        assertThat(timeouts.get(0)).isNotEqualTo("0");
        assertThat(timeouts.get(1)).isEqualTo("0");
    }

    /** As where a row is added after all others are locked, or counted on that has no room. */
    @Test
    void theTimeOutOfAStatementThatFindsNoRowEndsWithIt() {
        SortedSet<String> none = new TreeSet<>(List.of(AccountIds.UNNAMED.account(key, MONTH)));
        Total total = new Total(none.first());
        total.add(1, MONTH);

        List<String> timeouts = turn(Duration.ofSeconds(10)).change(tables -> {
            tables.lockToCharge(none, true);
            String waiting = setting("statement_timeout");
            tables.lockToCharge(none, false);
            String passing = setting("statement_timeout");
            tables.count(List.of(total), 0, Thresholds.DEFAULT);
            return TransactionResult.unchanged(List.of(waiting, passing, setting("statement_timeout")));
        });

        assertThat(timeouts).containsExactly("0", "0", "0");
    }

    /** So that unrelated requests are still in time when they are repeated without it. */
    @Test
    void aLockThatUnrelatedRequestsMeetTakesAPartOfTheirTimeOnly() {
        SortedSet<String> none = new TreeSet<>(List.of(AccountIds.UNNAMED.account(key, MONTH)));

        String ofHours = turn(Duration.ofHours(1)).change(tables -> {
            tables.lockToCharge(none, false);
            return TransactionResult.unchanged(setting("lock_timeout"));
        });
        String ofLittle = turn(Duration.ofMillis(400)).change(tables -> {
            tables.lockToCharge(none, false);
            return TransactionResult.unchanged(setting("lock_timeout"));
        });

        assertThat(ofHours).isEqualTo("250ms");
        assertThat(ofLittle).matches("[1-5]?[0-9]ms");
    }

    private Connection locking(String id) throws SQLException {
        Connection outsider = database.connect();
        outsider.setAutoCommit(false);
        try (PreparedStatement lock =
                outsider.prepareStatement("select * from ration_account where id = ? for update")) {
            lock.setString(1, id);
            lock.execute();
        }
        return outsider;
    }

    private boolean isWaitedFor() {
        return database.number("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock'")
                > 0;
    }

    @Test
    void aLookIsNotKeptWaitingByWhoeverHasTheWholeTable() throws Exception {
        consume(MONTH, 1);
        Ledger quick = ledgerWith(clock, false, Duration.ofSeconds(2));
        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            statement.execute("lock table ration_account in access exclusive mode");

            assertThatThrownBy(() -> quick.usage(key))
                    .isInstanceOf(QuotaStoreException.class)
                    .hasMessageContaining("SQL state 57014");
            outsider.rollback();
        }
        assertThat(quick.usage(key)).hasSize(1);
    }

    private String setting(String name) {
        return (String) database.store()
                .createNativeQuery("select current_setting('" + name + "')")
                .getSingleResult();
    }

    private void breakConnections() {
        database.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    /** How long it takes until no broken connection is left, each of which is one fault. */
    private static long secondsOf(Runnable work) {
        long start = System.nanoTime();
        for (boolean faulty = true; faulty; ) {
            QuotaStoreException fault = catchThrowableOfType(QuotaStoreException.class, work::run);
            assertThat(fault == null || !fault.outcomeUnknown()).isTrue();
            faulty = fault != null;
        }
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private String rowVersion() {
        return database.text("select xmin || ' ' || ctid from ration_account where quota_key = ?", key);
    }

    /** Tells the moment before an instant a few times, and then that instant, before which something may happen. */
    private static final class PassingClock extends Clock {

        private final Instant then;
        private final int before;
        private final Runnable meanwhile;
        private final AtomicInteger readings = new AtomicInteger();

        private PassingClock(Instant then) {
            this(then, 1, () -> {});
        }

        private PassingClock(Instant then, int before, Runnable meanwhile) {
            this.then = then;
            this.before = before;
            this.meanwhile = meanwhile;
        }

        @Override
        public Instant instant() {
            int reading = readings.getAndIncrement();
            if (reading == before) {
                meanwhile.run();
            }
            return reading < before ? then.minusMillis(1) : then;
        }

        @Override
        public ZoneId getZone() {
            return UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
