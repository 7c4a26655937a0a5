// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/**
 * Charges were not taken, since their id stands for others.
 *
 * @param batch what it tells of its batch
 */
public record IdConflict(BatchEffects batch) implements LedgerResult {

    @Override
    public boolean refused() {
        return false;
    }
}
