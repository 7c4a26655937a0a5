// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Unrelated requests, on each database and with each persistence provider. */
class UnrelatedRequestsTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = LedgerBeans.class, pool = 2)
    class OnH2 extends UnrelatedRequestsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class, pool = 2)
    class OnPostgres extends UnrelatedRequestsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class, pool = 2)
    class OnMariaDb extends UnrelatedRequestsContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class, pool = 2)
    class OnMariaDbRepeatableRead extends UnrelatedRequestsContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 2)
    class OnH2WithHibernate extends UnrelatedRequestsContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 2)
    class OnPostgresWithHibernate extends UnrelatedRequestsContract {}

    @Tag("long")
    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = LedgerBeans.class, pool = 2)
    class OnMariaDbWithHibernate extends UnrelatedRequestsContract {}

    @Tag("long")
    @Nested
    @OnDatabase(
            value = Database.MARIADB_REPEATABLE_READ,
            provider = Provider.HIBERNATE,
            beans = LedgerBeans.class,
            pool = 2)
    class OnMariaDbRepeatableReadWithHibernate extends UnrelatedRequestsContract {}
}
