// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import org.junit.jupiter.api.Nested;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** What is kept and what is removed, on each database. */
class RetentionTest {

    @Nested
    @OnDatabase(beans = LedgerBeans.class)
    class OnH2 extends RetentionContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends RetentionContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = LedgerBeans.class)
    class WithHibernateOnPostgres extends RetentionContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends RetentionContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = LedgerBeans.class)
    class OnMariaDbRepeatableRead extends RetentionContract {}
}
