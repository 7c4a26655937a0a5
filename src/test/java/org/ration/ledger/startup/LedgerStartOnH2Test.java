package org.ration.ledger.startup;

import org.ration.testing.Database;

class LedgerStartOnH2Test extends LedgerStartContract {

    @Override
    Database kind() {
        return Database.H2;
    }
}
