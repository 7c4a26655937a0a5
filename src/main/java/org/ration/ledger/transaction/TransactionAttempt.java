// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.transaction;

import jakarta.persistence.EntityManager;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.container.RollbackSignal;

/**
 * One run of a piece of work in a transaction: keeps its answer, and records how far it came. For one use, by one
 * thread.
 *
 * <p>The mark "body done" is set last of all, behind the flush: whatever fails before it has changed nothing, and what
 * fails after it fails at the commit, whose end may be unknown.
 *
 * @param <T> the answer's type
 */
final class TransactionAttempt<T> implements Consumer<EntityManager> {

    private final Function<EntityManager, TransactionResult<T>> body;
    private @Nullable TransactionResult<T> outcome;
    private boolean bodyDone;
    private boolean outdated;

    TransactionAttempt(Function<EntityManager, TransactionResult<T>> body) {
        this.body = body;
    }

    @Override
    public void accept(EntityManager store) {
        try {
            outcome = body.apply(store);
            if (outcome.changed()) {
                store.flush();
            }
        } catch (RuntimeException failure) {
            outcome = null;
            throw new RollbackSignal(failure);
        }
        if (!outcome.changed()) {
            throw new RollbackSignal();
        }
        bodyDone = true;
    }

    /** Goes on to the commit, unless a request that is part of it has been withdrawn. */
    void commits(boolean asItIs) {
        if (!asItIs) {
            outdated = true;
            bodyDone = false;
            throw new RollbackSignal(QuotaStoreException.notCharged(
                    "a request was withdrawn before the commit; nothing has been charged", null));
        }
    }

    /** Whether it was rolled back since it did more than is wanted by now. */
    boolean outdated() {
        return outdated;
    }

    /** Whether all was written, so that only the commit can have failed. */
    boolean bodyDone() {
        return bodyDone;
    }

    /** Whether there was nothing to commit: then the answer stands, however the rollback ended. */
    boolean unchanged() {
        return outcome != null && !outcome.changed();
    }

    T answer() {
        if (outcome == null) {
            throw new IllegalStateException("the work has no answer, since it was not run or failed");
        }
        return outcome.answer();
    }
}
