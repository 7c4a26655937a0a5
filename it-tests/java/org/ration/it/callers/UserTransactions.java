// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** A transaction from begin to end. */
final class UserTransactions {

    private UserTransactions() {}

    static void call(UserTransaction transaction, Runnable work, boolean commit) {
        boolean done = false;
        try {
            transaction.begin();
            try {
                work.run();
                done = commit;
            } finally {
                end(transaction, done);
            }
        } catch (NotSupportedException
                | SystemException
                | RollbackException
                | HeuristicMixedException
                | HeuristicRollbackException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void end(UserTransaction transaction, boolean commit)
            throws SystemException, RollbackException, HeuristicMixedException, HeuristicRollbackException {
        if (commit) {
            transaction.commit();
        } else {
            transaction.rollback();
        }
    }
}
