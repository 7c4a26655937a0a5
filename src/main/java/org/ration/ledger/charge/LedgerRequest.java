// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

/** A request that is carried out together with others, under the locks of its accounts. Immutable. */
sealed interface LedgerRequest permits ChargeRequest, SettleRequest {

    /** The ids of all its accounts in ascending order. */
    String[] accounts();

    /** Whether it would change any account. */
    boolean isMarked();

    /** Whether it may be decided without a lock, if it takes nothing. */
    boolean mayLook();
}
