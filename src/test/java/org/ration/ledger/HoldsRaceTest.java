// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Races of charges with an id, on each database and with each persistence provider. */
class HoldsRaceTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = LedgerBeans.class)
    class OnH2 extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class)
    class OnMariaDbRepeatableRead extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_SNAPSHOT, beans = LedgerBeans.class)
    class OnMariaDbSnapshot extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnH2WithHibernate extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnPostgresWithHibernate extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbWithHibernate extends HoldsRaceContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class OnMariaDbRepeatableReadWithHibernate extends HoldsRaceContract {}
}
