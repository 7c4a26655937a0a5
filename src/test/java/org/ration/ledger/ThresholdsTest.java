// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

/** Thresholds, on each database. */
class ThresholdsTest {

    @Nested
    @OnDatabase(beans = LedgerBeans.class)
    class OnH2 extends ThresholdsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends ThresholdsContract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends ThresholdsContract {}
}
