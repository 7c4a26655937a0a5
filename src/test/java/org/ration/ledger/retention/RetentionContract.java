// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.admin.AccountRef;
import org.ration.admin.PastWindow;
import org.ration.admin.Signature;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.ledger.sql.Shards;
import org.ration.testing.Logged;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** What {@code ration.keep-windows}, {@code keep-audit} and {@code keep-idle} keep, and what they remove in passing. */
abstract class RetentionContract {

    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final Instant START = Instant.parse("2020-01-10T12:00:00Z");
    private static final Signature OLGA = new Signature("olga", "a test");
    private static final Optional<Period> NONE = Optional.empty();
    private static final RetentionSettings DEFAULT =
            new RetentionSettings(days(30), NONE, NONE, Optional.of(Period.ofDays(400)));

    private final Queue<EndedHold> ended = new ConcurrentLinkedQueue<>();

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    private Ledger ledger;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void begin() {
        List.of("ration_account", "ration_closed_window", "ration_audit", "ration_receipt")
                .forEach(table -> database.execute("delete from " + table));
        clock.set(START);
        ledger = new Ledger(settings("", RetentionSettings.FOR_EVER), TestContainer.of(transaction));
    }

    @AfterEach
    void end() {
        ledger.close();
    }

    // windows

    @Test
    void minutesGoAfterThirtyDaysAndMonthsNever() {
        use("user:1", QuotaPeriod.MINUTE, QuotaPeriod.parse("5h"), QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(31));
        use("user:1", QuotaPeriod.MINUTE, QuotaPeriod.parse("5h"), QuotaPeriod.MONTH);
        clock.move(Duration.ofMinutes(301));
        use("user:1", QuotaPeriod.MINUTE, QuotaPeriod.parse("5h"), QuotaPeriod.MONTH);
        assertThat(windows()).isEqualTo(5);

        sweep(DEFAULT);

        assertThat(history("user:1", QuotaPeriod.MINUTE)).hasSize(1);
        assertThat(history("user:1", QuotaPeriod.parse("5h"))).hasSize(1);
        assertThat(history("user:1", QuotaPeriod.MONTH)).hasSize(1);
    }

    @Test
    void oneSettingIsForAllWindows() {
        use("user:1", QuotaPeriod.MINUTE, QuotaPeriod.DAY, QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(60));
        use("user:1", QuotaPeriod.MINUTE, QuotaPeriod.DAY, QuotaPeriod.MONTH);

        sweep(new RetentionSettings(days(50), days(50), NONE, NONE));

        assertThat(history("user:1", QuotaPeriod.MINUTE)).isEmpty();
        assertThat(history("user:1", QuotaPeriod.DAY)).isEmpty();
        assertThat(history("user:1", QuotaPeriod.MONTH)).hasSize(1);
    }

    @Test
    void aStepRemovesAFewRowsAndSaysWhetherThereAreMore() {
        IntStream.range(0, Sweep.ROWS + 36).forEach(minute -> {
            use("user:1", QuotaPeriod.MINUTE);
            clock.move(Duration.ofMinutes(1));
        });
        clock.move(Duration.ofDays(31));
        Retention retention = retention("", DEFAULT);

        assertThat(retention.step()).isTrue();
        assertThat(windows()).isEqualTo(35);
        assertThat(retention.step()).isFalse();
        assertThat(windows()).isZero();
    }

    @Test
    void aWindowStaysWhileAnIdIsRememberedThatCountsInIt() {
        QuotaPolicy minute = QuotaPolicy.of(10, QuotaPeriod.MINUTE).withZone(ZoneId.of("UTC"));
        ledger.reserve(List.of(new QuotaCharge("user:1", minute, 4)), Duration.ofDays(7), "order 7");
        clock.move(Duration.ofMinutes(1));
        use("user:1", QuotaPeriod.MINUTE);
        clock.move(Duration.ofDays(6));

        sweep(new RetentionSettings(days(1), NONE, NONE, NONE));
        ledger.settle("order 7", 3);
        assertThat(windows()).isEqualTo(1);
        clock.move(Duration.ofDays(3).plusHours(2));
        sweep(new RetentionSettings(days(1), NONE, NONE, NONE));

        assertThat(windows()).isZero();
    }

    @Test
    void anAccountStaysWhileAnIdIsRememberedThatCountsInIt() {
        QuotaPolicy day = QuotaPolicy.of(10, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));
        ledger.reserve(List.of(new QuotaCharge("user:1", day, 4)), Duration.ofDays(7), "order 8");
        clock.move(Duration.ofDays(6));

        sweep(new RetentionSettings(NONE, NONE, NONE, days(1)));
        assertThat(ledger.settle("order 8", 3).usage().used()).isZero();
        clock.move(Duration.ofDays(5));
        sweep(new RetentionSettings(NONE, NONE, NONE, days(1)));

        assertThat(ledger.hold("order 8")).isEmpty();
        assertThat(database.number("select count(*) from ration_account")).isZero();
        assertThat(database.number("select count(*) from ration_receipt")).isZero();
    }

    @Test
    void aWindowThatAnotherSessionKeepsLockedIsPassedBy() throws SQLException {
        for (String key : List.of("user:1", "user:2")) {
            use(key, QuotaPeriod.MINUTE);
        }
        clock.move(Duration.ofDays(31));
        for (String key : List.of("user:1", "user:2")) {
            use(key, QuotaPeriod.MINUTE);
        }
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.executeQuery("select * from ration_closed_window where account_id = '"
                    + id("user:1", QuotaPeriod.MINUTE) + "' for update");

            sweep(DEFAULT);

            assertThat(windows()).isEqualTo(1);
            other.rollback();
        }
    }

    /** What was removed just now stays in the index for a while, so the next step does not begin with it. */
    @Test
    void aStepGoesOnWhereTheLastOneEnded() {
        IntStream.range(0, 2 * Sweep.ROWS + 9).forEach(minute -> {
            use("user:1", QuotaPeriod.MINUTE);
            clock.move(Duration.ofMinutes(1));
        });
        clock.move(Duration.ofDays(31));
        Retention retention = retention("", DEFAULT);
        assertThat(retention.step()).isTrue();
        database.execute("insert into ration_closed_window values ('0000late', 1, 2, 1, 1, 0, '', 1)");

        assertThat(retention.step()).isTrue();
        assertThat(database.number("select count(*) from ration_closed_window where account_id = '0000late'"))
                .isEqualTo(1);
        sweep(retention);

        assertThat(windows()).isZero();
    }

    // audit

    @Test
    void theAuditGoesWhenItIsOldIfThatIsSaid() {
        use("user:1", QuotaPeriod.MONTH);
        ledger.reset("user:1");
        clock.move(Duration.ofDays(100));
        use("user:1", QuotaPeriod.MONTH);
        ledger.reset("user:1");

        sweep(DEFAULT);
        assertThat(database.number("select count(*) from ration_audit")).isEqualTo(2);

        sweep(new RetentionSettings(NONE, NONE, days(90), NONE));
        assertThat(database.number("select count(*) from ration_audit")).isEqualTo(1);
    }

    // receipts

    @Test
    void anIdThatMeansNothingAnyMoreIsForgottenWithoutItsAccountBeingCharged() {
        consume("user:1", QuotaPeriod.DAY, "order 1");
        consume("user:2", QuotaPeriod.DAY, "order 2");
        clock.move(Duration.ofDays(1));
        sweep(RetentionSettings.FOR_EVER);
        assertThat(receipts()).isEqualTo(2);
        database.execute("delete from ration_account where quota_key = 'user:2'");
        clock.move(Duration.ofHours(26));

        sweep(RetentionSettings.FOR_EVER);

        assertThat(receipts()).isZero();
    }

    @Test
    void aReceiptOfAnAccountThatIsLockedIsPassedBy() throws SQLException {
        consume("user:1", QuotaPeriod.DAY, "order 1");
        consume("user:2", QuotaPeriod.DAY, "order 2");
        clock.move(Duration.ofDays(10));
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.executeQuery(
                    "select * from ration_account where id = '" + id("user:1", QuotaPeriod.DAY) + "' for update");

            sweep(RetentionSettings.FOR_EVER);

            assertThat(receipts()).isEqualTo(1);
            other.rollback();
        }
    }

    /** Nothing but the lock of its account, which may be gone, keeps a receipt from being renewed. */
    @Test
    void anIdThatIsUsedAnewMeanwhileIsRemembered() {
        consume("user:1", QuotaPeriod.DAY, "order 1");
        clock.move(Duration.ofDays(10));
        long later = clock.instant().plusSeconds(60).toEpochMilli();
        database.wire()
                .before(
                        "ration_receipt r where r.forget_at <= ?",
                        1,
                        () -> database.update("update ration_receipt set forget_at = ?", later));

        sweep(RetentionSettings.FOR_EVER);

        assertThat(receipts()).isEqualTo(1);
    }

    /** The window is over for a day, and the hold may be settled for another. */
    @Test
    void aWindowStaysThatARememberedIdCountsIn() {
        RetentionSettings atOnce = new RetentionSettings(days(0), days(0), NONE, NONE);
        QuotaHold hold = ledger.reserve(
                List.of(new QuotaCharge("user:1", policy(QuotaPeriod.HOUR), 5)), Duration.ofDays(2), "upload 1");
        assertThat(hold.allowed()).isTrue();
        use("user:2", QuotaPeriod.HOUR);
        clock.move(Duration.ofHours(30));
        use("user:1", QuotaPeriod.HOUR);
        use("user:2", QuotaPeriod.HOUR);

        sweep(atOnce);

        assertThat(history("user:2", QuotaPeriod.HOUR)).isEmpty();
        assertThat(history("user:1", QuotaPeriod.HOUR)).hasSize(1);
        ledger.settle("upload 1", 3);
        assertThat(history("user:1", QuotaPeriod.HOUR))
                .extracting(PastWindow::used)
                .containsExactly(3L);
        clock.move(Duration.ofDays(6));
        sweep(atOnce);
        assertThat(windows()).isZero();
    }

    @Test
    void anAccountOfCallsInFlightGoesWhenNobodyUsesIt() {
        ledger.reserve(
                List.of(new QuotaCharge("user:1", policy(QuotaPeriod.INFLIGHT), 1)), Duration.ofHours(1), "call 1");
        clock.move(Duration.ofDays(399));
        sweep(DEFAULT);
        assertThat(accounts()).isEqualTo(1);
        clock.move(Duration.ofDays(2));

        sweep(DEFAULT);

        assertThat(accounts()).isZero();
        assertThat(receipts()).isZero();
    }

    @Test
    void aHoldThatNobodySettlesOrTouchesIsReportedWhereItIsRemoved() {
        ledger.reserve(List.of(new QuotaCharge("user:1", policy(QuotaPeriod.DAY), 7)), Duration.ofHours(1), "export 1");
        consume("user:1", QuotaPeriod.DAY, "order 1");
        Instant end = clock.instant().plus(Duration.ofHours(1));
        clock.move(Duration.ofDays(3));

        sweep(RetentionSettings.FOR_EVER);

        assertThat(receipts()).isZero();
        assertThat(database.number(
                        "select reserved + holds from ration_account where id = ?", id("user:1", QuotaPeriod.DAY)))
                .isZero();
        assertThat(ended).containsExactly(new EndedHold(id("user:1", QuotaPeriod.DAY), "day", 7, end));
    }

    /** A lock of an outsider's keeps one receipt, and no other. */
    @Test
    void aReceiptThatIsLockedIsPassedBy() throws SQLException {
        consume("user:1", QuotaPeriod.DAY, "order 1");
        consume("user:2", QuotaPeriod.DAY, "order 2");
        clock.move(Duration.ofDays(10));
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.executeQuery("select * from ration_receipt where account_id = '" + id("user:1", QuotaPeriod.DAY)
                    + "' for update");

            sweep(RetentionSettings.FOR_EVER);

            assertThat(receipts()).isEqualTo(1);
            other.rollback();
        }
    }

    private void consume(String key, QuotaPeriod period, String id) {
        assertThat(ledger.consume(List.of(new QuotaCharge(key, policy(period), 1)), id)
                        .allowed())
                .isTrue();
    }

    private long receipts() {
        return database.number("select count(*) from ration_receipt");
    }

    // accounts

    @Test
    void anAccountThatNobodyUsesGoesAndItsHistoryStays() {
        use("user:1", QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(40));
        use("user:1", QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(430));
        use("user:2", QuotaPeriod.MONTH);

        sweep(DEFAULT);

        assertThat(accounts()).isEqualTo(1);
        assertThat(windows()).isEqualTo(2);
        use("user:1", QuotaPeriod.MONTH);
        assertThat(history("user:1", QuotaPeriod.MONTH))
                .extracting(PastWindow::used)
                .containsExactly(1L, 1L);
    }

    @Test
    void aKeyWhoseAccountsAreGoneCanStillBeErased() {
        use("user:1", QuotaPeriod.MONTH, QuotaPeriod.DAY);
        use("user:2", QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(500));
        sweep(DEFAULT);
        assertThat(accounts()).isZero();
        assertThat(windows()).isEqualTo(3);

        assertThat(ledger.operators().countErase("user:1")).isEqualTo(2);
        assertThat(ledger.operators().erase("user:1", OLGA)).isEqualTo(2);

        assertThat(windows()).isEqualTo(1);
    }

    @Test
    void anAccountStaysThatWasUsedOrAdjustedSince() {
        use("user:used", QuotaPeriod.MONTH);
        use("user:adjusted", QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(100));
        use("user:used", QuotaPeriod.MONTH);
        ledger.operators().overrideLimit(ref("user:adjusted"), 5, Optional.empty(), OLGA);
        ledger.operators().clearOverride(ref("user:adjusted"), OLGA);
        clock.move(Duration.ofDays(350));

        sweep(DEFAULT);

        assertThat(accounts()).isEqualTo(2);
    }

    @Test
    void anAccountStaysThatHasAnOverrideOrHoldsUnits() {
        use("user:overridden", QuotaPeriod.MONTH);
        ledger.operators().overrideLimit(ref("user:overridden"), 5, Optional.empty(), OLGA);
        use("user:once", QuotaPeriod.ONCE);
        use("user:holds", QuotaPeriod.MONTH);
        database.update("update ration_account set reserved = 1 where quota_key = 'user:holds'");
        use("user:granted", QuotaPeriod.YEAR);
        ledger.operators().grant(ref("user:granted", QuotaPeriod.YEAR), 5, OLGA);
        clock.move(Duration.ofDays(300));

        sweep(new RetentionSettings(NONE, NONE, NONE, days(1)));
        assertThat(accounts()).isEqualTo(4);

        clock.move(Duration.ofDays(3600));
        sweep(new RetentionSettings(NONE, NONE, NONE, days(1)));
        assertThat(accounts()).isEqualTo(3);
    }

    @Test
    void anAccountWhoseOverrideHasEndedGoes() {
        use("user:1", QuotaPeriod.MONTH);
        ledger.operators().overrideLimit(ref("user:1"), 5, Optional.of(START.plus(Duration.ofDays(9))), OLGA);
        clock.move(Duration.ofDays(500));

        sweep(DEFAULT);

        assertThat(accounts()).isZero();
    }

    @Test
    void aLockedAccountIsPassedBy() throws SQLException {
        use("user:1", QuotaPeriod.MONTH);
        use("user:2", QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(500));
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.executeQuery(
                    "select * from ration_account where id = '" + id("user:1", QuotaPeriod.MONTH) + "' for update");

            sweep(DEFAULT);

            assertThat(accounts()).isEqualTo(1);
            other.rollback();
        }
    }

    @Test
    void manyAccountsAreGoneThroughInBoundedSteps() {
        IntStream.range(0, 150).forEach(number -> use("user:" + number, QuotaPeriod.MONTH));
        clock.move(Duration.ofDays(500));
        use("user:now", QuotaPeriod.MONTH);

        sweep(DEFAULT);

        assertThat(accounts()).isEqualTo(1);
        assertThat(windows()).isEqualTo(150);
    }

    @Test
    void anotherNamespaceKeepsWhatIsItsOwn() {
        use("user:1", QuotaPeriod.MONTH, QuotaPeriod.MINUTE);
        clock.move(Duration.ofDays(40));
        use("user:1", QuotaPeriod.MONTH, QuotaPeriod.MINUTE);
        ledger.reset("user:1");
        clock.move(Duration.ofDays(500));

        sweep(retention("other", new RetentionSettings(days(1), days(1), days(1), days(1))));

        assertThat(accounts()).isEqualTo(2);
        assertThat(windows()).isEqualTo(2);
        assertThat(database.number("select count(*) from ration_audit")).isEqualTo(2);
    }

    // no unit is granted twice

    @Test
    void anAccountThatIsGoneGrantsNoUnitOfItsLastWindowAgain() {
        RetentionSettings aDay = new RetentionSettings(NONE, NONE, NONE, days(1));
        for (QuotaPeriod period :
                List.of(QuotaPeriod.HOUR, QuotaPeriod.MONTH, QuotaPeriod.days(30), QuotaPeriod.hours(5))) {
            clock.set(START);
            QuotaDecision full = charge("user:1", period, 10);
            Instant end = full.usage().resetAt();
            clock.set(end.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(59)));
            sweep(aDay);
            assertThat(accounts()).as("%s is kept for an hour longer", period).isEqualTo(1);
            clock.set(end.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(61)));

            sweep(aDay);

            assertThat(accounts()).as("%s", period).isZero();
            clock.set(end.minusSeconds(1));
            assertThatThrownBy(() -> charge("user:1", period, 1))
                    .isInstanceOf(QuotaStoreException.class)
                    .hasMessageContaining("clock is behind");
            clock.set(end.plus(Duration.ofDays(2)).plusSeconds(1));
            Instant next = charge("user:1", period, 10).usage().periodStart();
            assertThat(next).isEqualTo(period.startOf(clock.instant(), UTC)).isAfterOrEqualTo(end);
            database.execute("delete from ration_account");
            database.execute("delete from ration_closed_window");
        }
    }

    /** The second month of the year begins at the restart, with or without the row. */
    @Test
    void aWindowThatWasRestartedIsNotBegunAgainWhenTheAccountIsGone() {
        use("user:1", QuotaPeriod.MONTH);
        ledger.operators().restart(ref("user:1"), OLGA);
        clock.move(Duration.ofDays(3));
        sweep(new RetentionSettings(NONE, NONE, NONE, days(1)));
        assertThat(accounts()).isZero();

        assertThat(charge("user:1", QuotaPeriod.MONTH, 7).usage().periodStart()).isEqualTo(START);

        clock.set("2020-02-02T00:00:00Z");
        assertThat(charge("user:1", QuotaPeriod.MONTH, 1).allowed()).isTrue();
        assertThat(history("user:1", QuotaPeriod.MONTH))
                .extracting(PastWindow::used)
                .containsExactly(7L, 1L);
    }

    @Test
    void aClockThatIsAheadForAMomentRemovesNothing() {
        clock.set(Instant.now());
        use("user:1", QuotaPeriod.MONTH, QuotaPeriod.MINUTE);
        ledger.reset("user:1");
        clock.move(Duration.ofMinutes(1));
        use("user:1", QuotaPeriod.MINUTE);
        clock.move(Duration.ofDays(3 * 365));

        sweep(new RetentionSettings(days(1), days(1), days(1), days(1)));

        assertThat(accounts()).isEqualTo(2);
        assertThat(windows()).isEqualTo(1);
        assertThat(database.number("select count(*) from ration_audit")).isPositive();
    }

    /** A clock was years ahead for two charges; an operator has restarted the window that it left open. */
    @Test
    void aWindowOfTheFutureInTheHistoryKeepsNoAccountFromItsNext() {
        clock.set(Instant.now().plus(Duration.ofDays(1000)));
        use("user:1", QuotaPeriod.MINUTE);
        clock.move(Duration.ofSeconds(61));
        use("user:1", QuotaPeriod.MINUTE);
        clock.set(START);
        ledger.operators().restart(ref("user:1", QuotaPeriod.MINUTE), OLGA);
        use("user:1", QuotaPeriod.MINUTE);
        clock.move(Duration.ofDays(20));
        use("user:1", QuotaPeriod.MINUTE);
        clock.move(Duration.ofDays(20));
        sweep(new RetentionSettings(NONE, NONE, NONE, days(1)));
        assertThat(accounts()).isZero();

        assertThat(charge("user:1", QuotaPeriod.MINUTE, 1).allowed()).isTrue();

        database.execute("delete from ration_account");
        clock.move(Duration.ofDays(-21));
        assertThatThrownBy(() -> charge("user:1", QuotaPeriod.MINUTE, 1))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("clock is behind");
    }

    // in passing

    @Test
    void aBacklogIsWorkedOffInOnePassing() {
        IntStream.range(0, 600).forEach(minute -> {
            use("user:1", QuotaPeriod.MINUTE);
            clock.move(Duration.ofMinutes(1));
        });
        clock.move(Duration.ofDays(31));

        retention("", DEFAULT).stepInTime();

        assertThat(windows()).isZero();
    }

    @Test
    void whoeverChargesHasAStepTaken() throws InterruptedException {
        use("user:1", QuotaPeriod.MINUTE);
        clock.move(Duration.ofDays(31));
        use("user:1", QuotaPeriod.MINUTE);
        Retention retention = retention("", DEFAULT);

        retention.passing();
        assertThat(windows()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        retention.passing();

        for (int looks = 0; windows() > 0 && looks < 10_000; looks++) {
            Thread.onSpinWait();
        }
        assertThat(windows()).isZero();
    }

    @Test
    void troubleIsLoggedAndTriedAgain() {
        Retention retention = retention("", new RetentionSettings(NONE, NONE, days(1), NONE));
        database.executeOnEach("alter table ration_audit rename to ration_audit_away");
        try {
            List<String> lines = Logged.by(() -> {
                retention.stepInTime();
                return retention;
            });
            assertThat(lines).singleElement().asString().startsWith("WARNING").contains("ration.keep-*");
        } finally {
            database.executeOnEach("alter table ration_audit_away rename to ration_audit");
        }
    }

    @Test
    void aKindThatCannotBeRemovedKeepsNoOtherFromIt() {
        use("user:1", QuotaPeriod.MONTH);
        clock.move(Duration.ofDays(500));
        Retention retention = retention("", new RetentionSettings(NONE, NONE, days(1), days(1)));
        database.executeOnEach("alter table ration_audit rename to ration_audit_away");
        try {
            for (int steps = 0; steps < 4; steps++) {
                assertThatThrownBy(retention::step).isInstanceOf(QuotaStoreException.class);
            }
            assertThat(accounts()).isZero();
        } finally {
            database.executeOnEach("alter table ration_audit_away rename to ration_audit");
        }
    }

    @Test
    void aStepThatTheEndOfTheApplicationInterruptsIsNoTrouble() {
        Retention retention = retention("", new RetentionSettings(NONE, NONE, days(1), NONE));
        retention.end();
        database.executeOnEach("alter table ration_audit rename to ration_audit_away");
        try {
            assertThat(Logged.by(() -> {
                        retention.stepInTime();
                        return retention;
                    }))
                    .isEmpty();
        } finally {
            database.executeOnEach("alter table ration_audit_away rename to ration_audit");
        }
    }

    private void use(String key, QuotaPeriod... periods) {
        for (QuotaPeriod period : periods) {
            charge(key, period, 1);
        }
    }

    private QuotaDecision charge(String key, QuotaPeriod period, long units) {
        return ledger.consume(List.of(new QuotaCharge(key, policy(period), units)));
    }

    private static QuotaPolicy policy(QuotaPeriod period) {
        return QuotaPolicy.of(10, period).withZone(UTC);
    }

    private static String id(String key, QuotaPeriod period) {
        return AccountIds.UNNAMED.account(key, policy(period));
    }

    private static AccountRef ref(String key) {
        return ref(key, QuotaPeriod.MONTH);
    }

    private static AccountRef ref(String key, QuotaPeriod period) {
        return AccountRef.of(id(key, period));
    }

    private List<PastWindow> history(String key, QuotaPeriod period) {
        return ledger.operators().account(id(key, period)).orElseThrow().windows();
    }

    private long windows() {
        return database.number("select count(*) from ration_closed_window");
    }

    private long accounts() {
        return database.number("select count(*) from ration_account");
    }

    private void sweep(RetentionSettings keeps) {
        sweep(retention("", keeps));
    }

    /** More rounds than it takes: the first may begin anywhere. */
    private static void sweep(Retention retention) {
        for (int steps = 0; steps < 12; steps++) {
            retention.step();
        }
    }

    private Retention retention(String namespace, RetentionSettings keeps) {
        LedgerSettings settings = settings(namespace, keeps);
        DatabaseGate gate = new DatabaseGate(TestContainer.of(transaction), settings, ended -> {});
        return new Retention(gate, settings, ended::addAll, nanos::get);
    }

    private LedgerSettings settings(String namespace, RetentionSettings keeps) {
        return new LedgerSettings(
                clock,
                false,
                4,
                Duration.ofSeconds(10),
                100,
                new TableSettings(
                        false,
                        "none",
                        new AccountIds(namespace),
                        keeps,
                        new Shards(database.kind().shards())),
                UTC);
    }

    private static Optional<Period> days(int days) {
        return Optional.of(Period.ofDays(days));
    }
}
