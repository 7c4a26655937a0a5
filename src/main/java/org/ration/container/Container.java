// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.persistence.EntityManager;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * All that the ledger asks of the container that it runs in. What EJB, JTA or a server has to do with it stays in this
 * package; another runtime needs another implementation, and nothing else.
 */
public interface Container {

    /**
     * Runs work in a new transaction, whatever transaction the caller is in: committed when the work returns, rolled
     * back when it throws.
     *
     * @param work the work
     * @return how the transaction has ended
     */
    CommitStatus inNewTransaction(Consumer<EntityManager> work);

    /**
     * Runs work in a transaction as an application's own bean has one.
     *
     * @param work the work
     */
    void inCallersTransaction(Consumer<EntityManager> work);

    /**
     * The application's context, for threads of the ledger's own.
     *
     * @return runs what it is given at once, in that context
     */
    Executor context();

    /**
     * Whether the current thread starts the application, so that it can work while the container may not let others
     * yet.
     *
     * @return true on such a thread
     */
    default boolean startsHere() {
        return false;
    }
}
