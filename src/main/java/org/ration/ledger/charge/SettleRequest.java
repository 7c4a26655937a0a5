// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.Collection;
import org.ration.ledger.account.Settlement;

/**
 * A caller's word on what the charges of an id have cost.
 *
 * @param settlement the word
 * @param accounts the ids of the accounts that were found to have receipts of the id, in ascending order
 */
public record SettleRequest(Settlement settlement, String[] accounts) implements LedgerRequest {

    /** A word on charges of accounts. */
    public static SettleRequest of(Settlement settlement, Collection<String> accounts) {
        return new SettleRequest(
                settlement, accounts.stream().sorted().distinct().toArray(String[]::new));
    }

    @Override
    public boolean isMarked() {
        return true;
    }

    @Override
    public boolean mayLook() {
        return false;
    }
}
