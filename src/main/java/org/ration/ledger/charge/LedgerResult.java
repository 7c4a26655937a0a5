// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/** What became of a request, once that is durable. */
public sealed interface LedgerResult permits ChargeResult, SettleResult, IdConflict {

    /** Whether it found no room. */
    boolean refused();
}
