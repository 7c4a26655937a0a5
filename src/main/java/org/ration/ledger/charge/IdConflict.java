// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/** Charges were not taken, since their id stands for others. */
public record IdConflict() implements LedgerResult {

    @Override
    public boolean refused() {
        return false;
    }
}
