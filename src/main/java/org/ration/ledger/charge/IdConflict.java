// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/**
 * Charges were not taken, since their id stands for others.
 *
 * @param batch the effects of its batch, reported by its first request
 */
public record IdConflict(BatchEffects batch) implements LedgerResult {

    @Override
    public boolean refused() {
        return false;
    }
}
