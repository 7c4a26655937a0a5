// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Charges with an id, on each database and with each persistence provider. */
class HoldsTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = LedgerBeans.class)
    class OnH2 extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class)
    class OnMariaDbRepeatableRead extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_SNAPSHOT, beans = LedgerBeans.class)
    class OnMariaDbSnapshot extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnH2WithHibernate extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnPostgresWithHibernate extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbWithHibernate extends HoldsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbRepeatableReadWithHibernate extends HoldsContract {}
}
