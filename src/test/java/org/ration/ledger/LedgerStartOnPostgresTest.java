package org.ration.ledger;

import org.ration.testing.Database;

class LedgerStartOnPostgresTest extends LedgerStartContract {

    @Override
    Database kind() {
        return Database.POSTGRESQL;
    }
}
