// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A server of Jakarta EE. Made on the thread that starts the application, whose context it keeps. */
@Dependent
public class JakartaContainer implements Container {

    private final NewTransaction transaction;
    private final Consumer<Consumer<EntityManager>> caller;
    private final Executor context = ApplicationContext.ofThisThread();

    /**
     * The server of the current thread.
     *
     * @param transaction runs the ledger's transactions
     * @param caller runs those of a caller
     */
    @Inject
    public JakartaContainer(NewTransaction transaction, CdiTransactionProbe caller) {
        this(transaction, caller::run);
    }

    /**
     * A runtime whose callers have transactions of another kind.
     *
     * @param transaction runs the ledger's transactions
     * @param caller runs those of a caller
     */
    public JakartaContainer(NewTransaction transaction, Consumer<Consumer<EntityManager>> caller) {
        this.transaction = transaction;
        this.caller = caller;
    }

    @Override
    public Executor context() {
        return context;
    }

    @Override
    public CommitStatus inNewTransaction(Consumer<EntityManager> work) {
        return transaction.run(work);
    }

    @Override
    public void inCallersTransaction(Consumer<EntityManager> work) {
        caller.accept(work);
    }

    /**
     * WildFly 39 lets no thread call EJBs before all startup beans have started, but those on which they start:
     * {@code FirstRequestsContract.whatABeanChargesThatStartsWithTheApplicationIsCounted}.
     */
    @Override
    public boolean startsHere() {
        return EarlyCallers.isStarting();
    }
}
