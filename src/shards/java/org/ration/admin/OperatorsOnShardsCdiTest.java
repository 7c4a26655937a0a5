// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.Provider;

/** What operators do on three databases, with each persistence provider. */
class OperatorsOnShardsCdiTest {

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = OperatorBeans.class)
    class WithEclipseLink extends OperatorsOnShardsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, provider = Provider.HIBERNATE, beans = OperatorBeans.class)
    class WithHibernate extends OperatorsOnShardsContract {}
}
