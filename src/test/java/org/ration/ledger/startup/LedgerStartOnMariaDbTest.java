// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import org.ration.testing.Database;

class LedgerStartOnMariaDbTest extends LedgerStartContract {

    @Override
    Database kind() {
        return Database.MARIADB;
    }
}
