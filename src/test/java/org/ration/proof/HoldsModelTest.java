// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** Random histories, on each database and with each persistence provider. */
class HoldsModelTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = ProofBeans.class)
    class OnH2 extends HoldsModelContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = ProofBeans.class)
    class OnPostgres extends HoldsModelContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = ProofBeans.class)
    class OnMariaDb extends HoldsModelContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = ProofBeans.class)
    class OnMariaDbRepeatableRead extends HoldsModelContract {}

    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = ProofBeans.class)
    class OnH2WithHibernate extends HoldsModelContract {}
}
