package org.ration.ledger.transaction;

import jakarta.persistence.EntityManager;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a piece of work in a transaction: keeps its answer, and remembers how far it came. For one use, by one thread.
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
