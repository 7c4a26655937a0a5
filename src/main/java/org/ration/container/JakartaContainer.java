// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.persistence.EntityManager;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A server of Jakarta EE.
 *
 * @param transaction the EJB that runs the ledger's transactions
 * @param caller runs those of a caller
 * @param context the application's context
 */
public record JakartaContainer(NewTransaction transaction, Consumer<Consumer<EntityManager>> caller, Executor context)
        implements Container {

    /**
     * The server of the current thread, which starts the application.
     *
     * @param transaction runs the ledger's transactions
     * @param caller runs those of a caller
     * @return the container
     */
    public static Container of(NewTransaction transaction, Consumer<Consumer<EntityManager>> caller) {
        return new JakartaContainer(transaction, caller, ApplicationContext.ofThisThread());
    }

    @Override
    public CommitStatus inNewTransaction(Consumer<EntityManager> work) {
        return transaction.run(work);
    }

    @Override
    public void inCallersTransaction(Consumer<EntityManager> work) {
        caller.accept(work);
    }

    /** WildFly 39 lets no thread call EJBs before all startup beans have started, but those on which they start. */
    @Override
    public boolean startsHere() {
        return EarlyCallers.isStarting();
    }
}
