// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/** What became of a request, once that is durable. */
public sealed interface LedgerResult permits ChargeResult, SettleResult, IdConflict {

    /** The effects of the batch whose first request it was; {@link BatchEffects#NONE} for the others. */
    BatchEffects batch();

    /** Whether it found no room. */
    boolean refused();
}
