// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ration.ledger.LedgerHold;

/** A call that settles what it holds when it ends. Safe for use by many threads. */
final class SettlingCall implements OpenCall {

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
    SettlingCall(LedgerHold hold, CallCharges charges, Settlements settlements) {
        this.hold = hold;
        this.charges = charges;
        this.settlements = settlements;
    }

    /** The call may end when its request is over. */
    synchronized void detach() {
        charges = charges.detached();
    }

    @Override
    public synchronized void returned(@Nullable Object answer) {
        result = answer;
        failure = null;
    }

    @Override
    public synchronized void failed(Throwable reason) {
        failure = reason;
    }

    @Override
    public synchronized void answered(int newStatus) {
        status = newStatus;
    }

    @Override
    public void end() {
        if (ended.compareAndSet(false, true)) {
            settlements.settle(hold, charges(), outcome());
        }
    }

    @Override
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
