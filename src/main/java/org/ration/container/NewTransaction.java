// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.ExcludeDefaultInterceptors;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStore;

/**
 * Runs a piece of work in a separate transaction, whatever caller and transaction called it.
 *
 * <p>It is an EJB, because on Payara Micro 6.2025.10 a CDI bean's {@code @Transactional(REQUIRES_NEW)} below an EJB
 * does not serialise on row locks and can share the caller's connection; {@code DataSourcesIT} shows that. An exception
 * that leaves the work should be a {@link RollbackSignal}: containers roll back on it, and neither log nor wrap it.
 */
@Stateless(name = "org.ration.container.NewTransaction")
@PermitAll
@ExcludeDefaultInterceptors
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class NewTransaction {

    // An Instance, because with ration.mode=off there may be no producer.
    @Inject
    @QuotaStore
    private Instance<EntityManager> stores;

    // These are null where a test has no EJB container.
    @Resource
    private @Nullable SessionContext context;

    @Resource
    private @Nullable TransactionSynchronizationRegistry transactions;

    private @Nullable EntityManager store;

    /** For the container. */
    public NewTransaction() {}

    NewTransaction(EntityManager store, SessionContext context, TransactionSynchronizationRegistry transactions) {
        this.store = store;
        this.context = context;
        this.transactions = transactions;
    }

    /**
     * Runs work in a new transaction, which is committed when the work returns and rolled back when it throws.
     *
     * @param work the work
     * @return how the transaction has ended, to be asked once this has returned; a return does not imply a commit
     */
    public CommitStatus run(Consumer<EntityManager> work) {
        work.accept(store());
        if (context != null && context.getRollbackOnly()) {
            throw CommitStatus.rolledBack();
        }
        CommitStatus ending = new CommitStatus();
        if (transactions != null) {
            transactions.registerInterposedSynchronization(ending);
        }
        return ending;
    }

    private EntityManager store() {
        if (store == null) {
            store = stores.get();
        }
        return store;
    }
}
