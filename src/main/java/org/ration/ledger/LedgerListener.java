// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.ration.QuotaCharge;
import org.ration.admin.AuditRecord;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleResult;

/**
 * Is told what the ledger has done: once it is durable, on the thread of the caller that wanted it, and holding no lock and
 * no connection. What it throws changes nothing for the caller. Every bean of this type is told.
 */
public interface LedgerListener {

    /**
     * The ledger begins.
     *
     * @param waiting tells how many callers wait for their turn
     */
    default void begins(IntSupplier waiting) {}

    /**
     * A caller's charges were taken, or refused. Charges of no unit alone are not told.
     *
     * @param result what became of them
     * @param nanos how long the caller waited for it
     */
    default void decided(ChargeResult result, long nanos) {}

    /**
     * The charges of an id were settled.
     *
     * @param result what has changed
     */
    default void settled(SettleResult result) {}

    /**
     * A caller's charges could not be decided, or nobody knows how.
     *
     * @param charges the charges
     * @param nanos how long the caller waited
     */
    default void failed(List<QuotaCharge> charges, long nanos) {}

    /**
     * A caller whose charges could not be decided passes all the same. Told for each charge.
     *
     * @param charge the charge, which is not known to be counted
     * @param account the id of its account
     * @param at when
     */
    default void uncounted(QuotaCharge charge, String account, Instant at) {}

    /**
     * An operator, or the application, has done something to accounts other than charging them.
     *
     * @param entry the entry of the audit
     */
    default void adjusted(AuditRecord entry) {}
}
