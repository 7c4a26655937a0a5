// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/** What became of a request, once that is durable. */
public sealed interface LedgerResult permits ChargeResult, SettleResult, IdConflict {

    /** What it tells of the batch that it was the first of; {@link BatchEffects#NONE} of others. */
    BatchEffects batch();

    /** Whether it found no room. */
    boolean refused();
}
