// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Rows that others keep, on each database and with each persistence provider. */
class RowsOfOthersTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = LedgerBeans.class, pool = 12)
    class OnH2 extends RowsOfOthersContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class, pool = 12)
    class OnPostgres extends RowsOfOthersContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class, pool = 12)
    class OnMariaDb extends RowsOfOthersContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class, pool = 12)
    class OnMariaDbRepeatableRead extends RowsOfOthersContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 12)
    class OnH2WithHibernate extends RowsOfOthersContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 12)
    class OnPostgresWithHibernate extends RowsOfOthersContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 12)
    class OnMariaDbWithHibernate extends RowsOfOthersContract {}
}
