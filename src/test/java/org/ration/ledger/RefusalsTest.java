// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.junit.jupiter.api.Nested;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

/** The cost of refusals, on each database. */
class RefusalsTest {

    @Nested
    @OnDatabase(value = Database.H2, beans = LedgerBeans.class)
    class OnH2 extends RefusalsContract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends RefusalsContract {

        /** Refusals look, and lock nothing. */
        @Override
        int mostLocks(int refusals) {
            return 0;
        }

        /** Its version, where it stands, and what has locked it last: a set's refusal may. */
        @Override
        String row(String key) {
            return database()
                    .text(
                            "select concat(xmin, ' ', ctid, ' ', case when quota_key = 'full' then xmax::text end)"
                                    + " from ration_account where quota_key = ?",
                            key);
        }
    }

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends RefusalsContract {}
}
