// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class RefusalsOnPostgresTest extends RefusalsContract {

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
