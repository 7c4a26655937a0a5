package org.ration.ledger;

/** stub */
final class StartCheck {
    StartCheck(LedgerSettings settings, Store store) {}

    void run() {}
}
