// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Batches, on each database and with each persistence provider. */
class BatchTest {

    @Nested
    @OnDatabase(beans = LedgerBeans.class)
    class OnH2 extends BatchContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends BatchContract {

        private static final QuotaPolicy MONTH =
                QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));

        @Test
        void singlesThatFitAreCountedWithoutALock() {
            warm(a());

            batch(request(charge(a(), MONTH, 1)), request(charge(a(), MONTH, 2)));

            assertThat(database.text("select xmax::text from ration_account where quota_key = ?", a()))
                    .as("a row that was locked before it was updated carries the lock")
                    .isEqualTo("0");
        }

        @Test
        void aRefusalLocksNothing() {
            warm(a());
            warm(b());
            set(a(), "used = 10");
            String before = database.text("select xmin || ' ' || xmax from ration_account where quota_key = ?", a());

            List<Charged> batch = batch(request(charge(a(), MONTH, 1)), request(charge(b(), MONTH, 1)));

            assertThat(batch)
                    .extracting(request -> request.decision().allowed())
                    .containsExactly(false, true);
            assertThat(database.text("select xmin || ' ' || xmax from ration_account where quota_key = ?", a()))
                    .isEqualTo(before);
        }
    }

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends BatchContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class)
    class OnMariaDbRepeatableRead extends BatchContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnH2WithHibernate extends BatchContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnPostgresWithHibernate extends OnPostgres {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbWithHibernate extends BatchContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbRepeatableReadWithHibernate extends BatchContract {}
}
