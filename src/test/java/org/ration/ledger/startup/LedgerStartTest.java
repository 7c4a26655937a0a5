// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.transaction.NewTransaction;
import org.ration.testing.Database;
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

        private List<String> logOfStart(String settings) {
            String url = "jdbc:h2:file:" + folder.resolve("forgetful") + settings;
            try (TestDatabase file = TestDatabase.at(kind(), url, 8);
                    TestContainer container =
                            TestContainer.on(file).beans(LedgerBeans.class).start()) {
                return logged(() -> new Ledger(settings(true, "none"), container.select(NewTransaction.class)).start());
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

        private List<String> logOfStart(String url) {
            try (TestDatabase database = TestDatabase.at(kind(), url, 8);
                    TestContainer container =
                            TestContainer.on(database).beans(LedgerBeans.class).start()) {
                return logged(() -> new Ledger(settings(true, "none"), container.select(NewTransaction.class)).start());
            }
        }
    }

    @Nested
    class OnMariaDb extends LedgerStartContract {

        @Override
        Database kind() {
            return Database.MARIADB;
        }

        @Test
        void warnsOfCommitsThatAreAnsweredBeforeTheyAreOnDisk() {
            try (TestDatabase database = TestDatabase.empty(kind(), 8);
                    TestContainer container =
                            TestContainer.on(database).beans(LedgerBeans.class).start()) {
                database.execute("set global innodb_flush_log_at_trx_commit = 2");
                try {
                    assertThat(logged(() ->
                                    new Ledger(settings(true, "none"), container.select(NewTransaction.class)).start()))
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
