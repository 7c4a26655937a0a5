// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Races, on each database and with each persistence provider. */
class LedgerRaceTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = LedgerBeans.class)
    class OnH2 extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class)
    class OnMariaDbRepeatableRead extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_SNAPSHOT, beans = LedgerBeans.class)
    class OnMariaDbSnapshot extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnH2WithHibernate extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnPostgresWithHibernate extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbWithHibernate extends LedgerRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbRepeatableReadWithHibernate extends LedgerRaceContract {}
}
