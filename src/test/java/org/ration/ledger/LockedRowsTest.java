// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.admin.AccountCount;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.Signature;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.Database;
import org.ration.testing.Logged;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** What acts do while an outside session keeps rows locked. */
class LockedRowsTest {

    @Nested
    @OnDatabase(beans = LedgerBeans.class)
    class OnH2 extends Contract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends Contract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends Contract {}

    /** On one database. */
    abstract static class Contract {

        private static final QuotaPolicy DAY =
                QuotaPolicy.of(10, QuotaPeriod.DAY).withZone(ZoneOffset.UTC);
        private static final Signature OLGA = new Signature("olga", "a test");
        private static final int CONNECTIONS = 4;

        /** Above H2's own wait for locks, which is 2 s. */
        private static final Duration TIMEOUT = Duration.ofSeconds(4);

        @Inject
        NewTransaction transaction;

        @Inject
        TestClock clock;

        @Inject
        TestDatabase database;

        private Ledger ledger;

        @BeforeEach
        void begin() {
            List.of("ration_account", "ration_closed_window", "ration_audit", "ration_receipt")
                    .forEach(table -> database.execute("delete from " + table));
            clock.set(TestClock.START);
            ledger = new Ledger(
                    new LedgerSettings(clock, false, CONNECTIONS, TIMEOUT, false, "none"),
                    TestContainer.of(transaction));
        }

        @AfterEach
        void end() {
            ledger.close();
        }

        @Test
        void actsThatWaitDelayNoCharge() throws Exception {
            charge("user:locked");
            charge("user:free");
            AccountRef locked = AccountRef.of(id("user:locked"));
            ExecutorService actors = Executors.newFixedThreadPool(3 * CONNECTIONS);
            List<Future<?>> acts = new ArrayList<>();

            whileLocked(id("user:locked"), () -> {
                for (int act = 0; act < CONNECTIONS; act++) {
                    acts.add(actors.submit(() -> ledger.reset("user:locked", DAY)));
                    acts.add(actors.submit(() -> ledger.operators().grant(locked, 1, OLGA)));
                    acts.add(actors.submit(() -> ledger.operators().erase("user:locked", OLGA)));
                }
                assertChargesGoOn("user:free");
                assertThat(acts).noneMatch(Future::isDone);
            });

            actors.shutdown();
            assertThat(actors.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        /** The row is of the first batch of accounts. */
        @Test
        void aResetOfAllPassesALockedRowBy() throws Exception {
            String first = chargeMany();

            List<String> lines = Logged.by(() -> {
                whileLocked(first, () -> assertThat(ledger.operators().resetAll(AccountFilter.ALL, 300, OLGA))
                        .isEqualTo(299));
                return ledger;
            });

            assertThat(ledger.operators().count(AccountFilter.ALL)).isEqualTo(new AccountCount(300, 1));
            assertThat(lines).singleElement().asString().startsWith("WARNING").contains("1 of the accounts");
        }

        @Test
        void aPurgePassesALockedRowByAtOnce() throws Exception {
            String first = chargeMany();
            clock.move(Duration.ofDays(9));
            long start = System.nanoTime();

            whileLocked(first, () -> assertThat(ledger.operators().purge(clock.instant(), OLGA))
                    .isEqualTo(299));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT);
            assertThat(database.number("select count(*) from ration_account where id = '" + first + "'"))
                    .isEqualTo(1);
        }

        /** And waits for all of them no longer than for one. */
        @Test
        void anErasureTellsHowManyRowsStayedLocked() throws Exception {
            for (String scope : List.of("a", "b", "c", "d", "e")) {
                ledger.consume(List.of(new QuotaCharge("user:1", DAY.withScope(scope), 1)));
            }
            long start = System.nanoTime();

            whileLocked(
                    "%",
                    () -> assertThatThrownBy(() -> ledger.operators().erase("user:1", OLGA))
                            .isInstanceOf(QuotaStoreException.class)
                            .hasMessageContaining("5 of the accounts"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(2));

            assertThat(ledger.operators().erase("user:1", OLGA)).isEqualTo(5);
        }

        @Test
        void aResetByCodeTellsThatARowStayedLocked() throws Exception {
            charge("user:1");
            ledger.consume(List.of(new QuotaCharge("user:1", DAY.withScope("free"), 1)));

            whileLocked(id("user:1"), () -> assertThatThrownBy(() -> ledger.reset("user:1"))
                    .isInstanceOf(QuotaStoreException.class)
                    .hasMessageContaining("1 of the accounts"));

            assertThat(database.number("select sum(used) from ration_account")).isEqualTo(1);
        }

        /** The receipt is of a hold that has ended, so that the act has to change it. */
        @Test
        void anActWaitsForAReceiptAsForItsAccountAndDelaysNoCharge() throws Exception {
            ledger.reserve(List.of(new QuotaCharge("user:held", DAY, 2)), Duration.ofSeconds(1), "export 1");
            charge("user:free");
            clock.move(Duration.ofSeconds(1));
            ExecutorService actors = Executors.newFixedThreadPool(2 * CONNECTIONS);
            List<Future<?>> acts = new ArrayList<>();

            whileLocked("ration_receipt", "charge_id", "%", () -> {
                for (int act = 0; act < CONNECTIONS; act++) {
                    acts.add(actors.submit(() -> ledger.operators().grant(AccountRef.of(id("user:held")), 1, OLGA)));
                }
                assertChargesGoOn("user:free");
                assertThat(acts).noneMatch(Future::isDone);
            });

            for (Future<?> act : acts) {
                act.get(30, TimeUnit.SECONDS);
            }
            actors.shutdown();
            assertThat(database.number("select granted from ration_account where quota_key = 'user:held'"))
                    .isEqualTo(CONNECTIONS);
            assertThat(database.number("select reserved from ration_account where quota_key = 'user:held'"))
                    .isZero();
        }

        @Test
        void anErasureWaitsForAReceiptAsForItsAccountAndDelaysNoCharge() throws Exception {
            ledger.consume(List.of(new QuotaCharge("user:1", DAY, 1)), "order 1");
            ledger.consume(List.of(new QuotaCharge("user:1", DAY.withScope("other"), 1)), "order 2");
            charge("user:free");
            ExecutorService actor = Executors.newSingleThreadExecutor();
            List<Future<Long>> erasure = new ArrayList<>();

            whileLocked("ration_receipt", "account_id", id("user:1"), () -> {
                erasure.add(actor.submit(() -> ledger.operators().erase("user:1", OLGA)));
                assertChargesGoOn("user:free");
                assertThat(erasure).noneMatch(Future::isDone);
            });

            assertThat(erasure.get(0).get(30, TimeUnit.SECONDS)).isEqualTo(2);
            actor.shutdown();
            assertThat(database.number("select count(*) from ration_receipt")).isZero();
        }

        private void assertChargesGoOn(String key) {
            long start = System.nanoTime();
            for (int charges = 0; System.nanoTime() - start < TIMEOUT.toNanos() / 4; charges++) {
                long since = System.nanoTime();
                ledger.consume(List.of(new QuotaCharge(key, DAY.withLimit(1_000_000), 1)));
                ledger.reset(key, DAY);
                assertThat(Duration.ofNanos(System.nanoTime() - since))
                        .as("after %s charges", charges)
                        .isLessThan(Duration.ofSeconds(1));
            }
        }

        /** The id of the first of 300. */
        private String chargeMany() {
            IntStream.range(0, 300).forEach(user -> charge("user:" + user));
            return IntStream.range(0, 300)
                    .mapToObj(user -> id("user:" + user))
                    .min(naturalOrder())
                    .orElseThrow();
        }

        private void charge(String key) {
            ledger.consume(List.of(new QuotaCharge(key, DAY, 1)));
        }

        private static String id(String key) {
            return AccountIds.UNNAMED.account(key, DAY);
        }

        private void whileLocked(String ids, Runnable act) throws SQLException {
            whileLocked("ration_account", "id", ids, act);
        }

        private void whileLocked(String table, String column, String like, Runnable act) throws SQLException {
            try (Connection outsider = database.connect();
                    Statement statement = outsider.createStatement()) {
                outsider.setAutoCommit(false);
                statement.execute("select * from " + table + " where " + column + " like '" + like + "' for update");
                act.run();
                outsider.rollback();
            }
        }
    }
}
