// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.ArrayList;
import java.util.List;

/** The holds that have come to their end without having been settled. */
public final class EndedHolds {

    /** None. */
    public static final EndedHolds NONE = new EndedHolds();

    private final List<Receipt> receipts = new ArrayList<>();
    private final List<EndedHold> holds = new ArrayList<>();

    EndedHolds() {}

    /** Adds one, before it gives back what it holds. */
    void add(Account account, Receipt receipt) {
        receipts.add(receipt);
        holds.add(EndedHold.of(account, receipt));
    }

    /** Their receipts. */
    public List<Receipt> receipts() {
        return receipts;
    }

    /** The units that they held. */
    public List<EndedHold> holds() {
        return holds;
    }
}
