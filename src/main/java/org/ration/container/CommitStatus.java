// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import org.ration.QuotaStoreException;

/**
 * The end of a transaction, as its container reports it. A container whose transaction was marked for rollback, as by
 * its own time-out, when the work was done already, rolls back and returns as if it had committed.
 */
public final class CommitStatus implements Synchronization {

    private volatile int status = Status.STATUS_COMMITTED;

    /** That of a container that reports only exceptions, until it reports more. */
    public CommitStatus() {}

    @Override
    public void beforeCompletion() {
        // nothing is left to be done
    }

    @Override
    public void afterCompletion(int ending) {
        status = ending;
    }

    /** Goes on if the transaction was committed. */
    public void requireCommit() {
        if (status == Status.STATUS_ROLLEDBACK) {
            throw rolledBack();
        }
        if (status != Status.STATUS_COMMITTED) {
            throw new RollbackSignal(QuotaStoreException.unknown(
                    "the container does not report whether it has committed (status " + status
                            + "); it may have charged or not",
                    null));
        }
    }

    /** The transaction was marked from outside. */
    static RollbackSignal rolledBack() {
        return new RollbackSignal(QuotaStoreException.notCharged(
                "the container has rolled the transaction back, for example by its transaction time-out; nothing has"
                        + " been charged",
                null));
    }
}
