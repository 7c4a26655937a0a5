package org.ration.admin;

import org.ration.ledger.Ledger;

/** Makes administrations for tests in other packages. */
public final class Administrations {

    private Administrations() {}

    /** The administration on a ledger. */
    public static QuotaAdministration on(Ledger ledger) {
        return new LedgerAdministration(ledger);
    }
}
