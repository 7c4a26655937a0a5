// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** The contract of the operators, on each database and with each persistence provider. */
class OperatorsCdiTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = OperatorBeans.class)
    class OnH2 extends OperatorsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = OperatorBeans.class)
    class OnPostgres extends OperatorsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB_REPEATABLE_READ, beans = OperatorBeans.class)
    class OnMariaDbRepeatableRead extends OperatorsContract {}

    @Nested
    @OnDatabase(value = Database.H2, provider = Provider.HIBERNATE, beans = OperatorBeans.class)
    class OnH2WithHibernate extends OperatorsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, provider = Provider.HIBERNATE, beans = OperatorBeans.class)
    class OnPostgresWithHibernate extends OperatorsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, provider = Provider.HIBERNATE, beans = OperatorBeans.class)
    class OnMariaDbWithHibernate extends OperatorsContract {}
}
