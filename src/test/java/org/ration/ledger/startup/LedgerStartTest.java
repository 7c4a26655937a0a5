// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.Provider;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** The start of a node, on each database. */
class LedgerStartTest {

    @Nested
    class OnH2 extends LedgerStartContract {

        @TempDir
        private Path folder;

        @Test
        void warnsOfCommitsThatAreAnsweredBeforeTheyAreOnDisk() {
            assertThat(logOfStart(""))
                    .anySatisfy(line ->
                            assertThat(line).contains("RATION-080").contains(": WRITE_DELAY is 500, so a crash"));
            assertThat(logOfStart(";WRITE_DELAY=0")).isNotEmpty().noneMatch(line -> line.contains("RATION-080"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Oracle", "STRICT", "Derby", "MSSQLServer"})
        void refusesModesThatDoNotUnderstand(String mode) {
            for (Provider provider : List.of(Provider.ECLIPSELINK, Provider.HIBERNATE)) {
                assertThat(problemsOf("jdbc:h2:mem:mode;MODE=" + mode, provider))
                        .startsWith("RATION-083 The database")
                        .contains(": MODE is " + mode + ", in which H2 does not understand");
            }
        }

        @Test
        void refusesNamesThatAreNotUpperCase() {
            for (Provider provider : List.of(Provider.ECLIPSELINK, Provider.HIBERNATE)) {
                assertThat(problemsOf("jdbc:h2:mem:case;DATABASE_TO_UPPER=FALSE", provider))
                        .startsWith("RATION-083 The database")
                        .contains(": DATABASE_TO_UPPER is FALSE, so persistence providers");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                    "MODE=MySQL",
                    "MODE=MariaDB",
                    "MODE=DB2",
                    "MODE=HSQLDB",
                    "MODE=LEGACY",
                    "CASE_INSENSITIVE_IDENTIFIERS=TRUE"
                })
        void startsInOtherModes(String settings) {
            for (Provider provider : List.of(Provider.ECLIPSELINK, Provider.HIBERNATE)) {
                assertThat(problemsOf("jdbc:h2:mem:modes;" + settings, provider))
                        .isEmpty();
            }
        }

        private String problemsOf(String url, Provider provider) {
            try (TestDatabase modes = TestDatabase.at(Database.H2, provider, url, 8);
                    TestContainer container =
                            TestContainer.on(modes).beans(LedgerBeans.class).start()) {
                new Ledger(settings(true, "none"), TestContainer.of(container.select(NewTransaction.class))).start();
                return "";
            } catch (IllegalStateException problems) {
                return problems.getMessage();
            }
        }

        @Test
        void namesADatabaseInMemory() {
            assertThat(logOf(Database.H2, "jdbc:h2:mem:fleeting;DB_CLOSE_DELAY=-1"))
                    .contains("INFO The database of the @QuotaStore persistence unit: it is in memory, so all counters"
                            + " start at 0 when the server does.");
            assertThat(logOfStart(";WRITE_DELAY=0")).noneMatch(line -> line.contains("in memory"));
        }

        private List<String> logOfStart(String settings) {
            String url = "jdbc:h2:file:" + folder.resolve("forgetful") + settings;
            try (TestDatabase file = TestDatabase.at(kind(), url, 8);
                    TestContainer container =
                            TestContainer.on(file).beans(LedgerBeans.class).start()) {
                return logged(() -> new Ledger(
                                settings(true, "none"), TestContainer.of(container.select(NewTransaction.class)))
                        .start());
            }
        }

        @Override
        Database kind() {
            return Database.H2;
        }
    }

    @Nested
    class OnPostgres extends LedgerStartContract {

        private static final String ENDLESS =
                "WARNING RATION-080 The database of the @QuotaStore persistence unit: the driver waits for replies"
                        + " without a time-out";

        @Override
        Database kind() {
            return Database.POSTGRESQL;
        }

        @Test
        void warnsOfADriverThatWaitsForEver() {
            String url = Database.POSTGRESQL.newUrl("endless");

            assertThat(logOfStart(url)).anySatisfy(line -> assertThat(line).startsWith(ENDLESS));
        }

        @Test
        void warnsOfNoDriverThatDoesNot() {
            String url = Database.POSTGRESQL.newUrl("patient");

            assertThat(logOfStart(url + (url.contains("?") ? "&" : "?") + "socketTimeout=60"))
                    .isNotEmpty()
                    .noneSatisfy(line -> assertThat(line).startsWith(ENDLESS));
        }

        @Test
        void warnsOfCommitsThatAreAnsweredBeforeTheyAreOnDisk() {
            String url = Database.POSTGRESQL.newUrl("forgetful");

            assertThat(logOfStart(url + (url.contains("?") ? "&" : "?") + "options=-c%20synchronous_commit=off"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("RATION-080")
                            .contains(": synchronous_commit is off, so a crash"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"remote_apply", "remote_write", "local"})
        void warnsOfNoCommitsThatAreOnDisk(String mode) {
            String url = Database.POSTGRESQL.newUrl("durable_" + mode);

            assertThat(logOfStart(url + (url.contains("?") ? "&" : "?") + "options=-c%20synchronous_commit=" + mode))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("synchronous_commit"));
        }

        @Test
        void warnsOfTablesThatACrashEmpties() {
            assertThat(logOf(
                            kind(),
                            Database.POSTGRESQL.newUrl("unlogged"),
                            "alter table ration_closed_window set unlogged",
                            "alter table ration_account set unlogged"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("RATION-080")
                            .contains(": unlogged tables (ration_account, ration_closed_window), which a crash"));
        }

        private List<String> logOfStart(String url) {
            return logOf(kind(), url);
        }
    }

    @Nested
    class OnMariaDb extends LedgerStartContract {

        @Override
        Database kind() {
            return Database.MARIADB;
        }

        @Test
        void warnsOfTablesWithoutTransactions() {
            assertThat(logOf(
                            kind(), Database.MARIADB.newUrl("engines"), "alter table ration_closed_window engine=Aria"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("RATION-080")
                            .contains(": tables with another engine than InnoDB (ration_closed_window) have no"));
        }

        @Test
        void warnsOfCommitsThatAreAnsweredBeforeTheyAreOnDisk() {
            try (TestDatabase database = TestDatabase.empty(kind(), 8);
                    TestContainer container =
                            TestContainer.on(database).beans(LedgerBeans.class).start()) {
                database.execute("set global innodb_flush_log_at_trx_commit = 2");
                try {
                    assertThat(logged(() -> new Ledger(
                                            settings(true, "none"),
                                            TestContainer.of(container.select(NewTransaction.class)))
                                    .start()))
                            .anySatisfy(line -> assertThat(line)
                                    .contains("RATION-080")
                                    .contains(": innodb_flush_log_at_trx_commit is 2, so"));
                } finally {
                    database.execute("set global innodb_flush_log_at_trx_commit = 1");
                }
            }
        }
    }
}
