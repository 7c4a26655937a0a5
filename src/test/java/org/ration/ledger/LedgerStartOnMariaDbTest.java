package org.ration.ledger;

import org.ration.testing.Database;

class LedgerStartOnMariaDbTest extends LedgerStartContract {

    @Override
    Database kind() {
        return Database.MARIADB;
    }
}
