// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/** The result of a request, once it is durable. */
public sealed interface LedgerResult permits ChargeResult, SettleResult, IdConflict {

    /** Whether it found no room. */
    boolean refused();
}
