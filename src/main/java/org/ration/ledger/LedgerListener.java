// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.ration.QuotaCharge;
import org.ration.admin.AuditRecord;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleResult;

/**
 * Is notified of the ledger's work once it is durable, without a lock or a connection: on the thread of the caller that
 * waits for the answer, or, if the caller receives a stage, on the thread that is about to complete it. Its exceptions
 * change nothing for the caller. Every bean of this type is notified.
 */
public interface LedgerListener {

    /**
     * The ledger begins.
     *
     * @param waiting the number of waiting callers
     */
    default void begins(IntSupplier waiting) {}

    /**
     * A caller's charges were taken, or refused. Charges of 0 units only are not reported.
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
     * Holds have come to their end without having been settled, and what they held was given back. Told once, by a
     * thread of the ledger's own if it was given back by the way of a charge, for which no caller may wait any more.
     *
     * @param holds the holds
     */
    default void ended(List<EndedHold> holds) {}

    /**
     * A caller's charges could not be decided, or their outcome is unknown.
     *
     * @param charges the charges
     * @param nanos how long the caller waited
     */
    default void failed(List<QuotaCharge> charges, long nanos) {}

    /**
     * A caller whose charges could not be decided passes nevertheless. Reported for each charge.
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
