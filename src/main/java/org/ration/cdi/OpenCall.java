// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ration.ledger.LedgerHold;

/**
 * A call that holds units, from the moment it is allowed until its outcome is known: collects what the outcome is made of,
 * and settles once. Safe for use by many threads.
 */
public final class OpenCall {

    private final LedgerHold hold;
    private final Settlements settlements;
    private final AtomicBoolean ended = new AtomicBoolean();
    private CallCharges charges;
    private @Nullable Object result;
    private @Nullable Throwable failure;
    private int status;

    /**
     * A call that begins.
     *
     * @param hold what it holds
     * @param charges what it has taken
     * @param settlements settles that
     */
    OpenCall(LedgerHold hold, CallCharges charges, Settlements settlements) {
        this.hold = hold;
        this.charges = charges;
        this.settlements = settlements;
    }

    /** The call may end when its request is over. */
    synchronized void detach() {
        charges = charges.detached();
    }

    /**
     * Takes note of what the call answered.
     *
     * @param answer the answer; null for none
     */
    synchronized void returned(@Nullable Object answer) {
        result = answer;
        failure = null;
    }

    /**
     * Takes note of why the call failed, or why its response could not be written.
     *
     * @param reason what was thrown
     */
    public synchronized void failed(Throwable reason) {
        failure = reason;
    }

    /**
     * Takes note of the response that was made of the call.
     *
     * @param newStatus its status
     */
    public synchronized void answered(int newStatus) {
        status = newStatus;
    }

    /**
     * Settles by the outcome as it is known now, and waits until that is durable; the second time does nothing. Throws
     * nothing.
     */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            settlements.settle(hold, charges(), outcome());
        }
    }

    /**
     * Settles by the outcome as it is known now, and keeps no thread waiting; the second time does nothing.
     *
     * @return completes when it is durable, never exceptionally
     */
    public CompletionStage<?> endLater() {
        return ended.compareAndSet(false, true)
                ? settlements.settleLater(hold, charges(), outcome())
                : CompletableFuture.completedStage(null);
    }

    private synchronized CallCharges charges() {
        return charges;
    }

    private synchronized Outcome outcome() {
        return Outcome.of(result, failure, status, hold.id());
    }
}
