// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.function.Consumer;
import org.ration.QuotaStore;

/**
 * A transaction as an application's own bean has it, by CDI: at start it is a caller, to see that what charges has
 * another connection. Charges themselves are {@link NewTransaction}'s.
 */
@ApplicationScoped
public class CdiTransactionProbe {

    @Inject
    @QuotaStore
    private Instance<EntityManager> stores;

    /** For the container. */
    public CdiTransactionProbe() {}

    /**
     * Runs work in a new transaction.
     *
     * @param work the work
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void run(Consumer<EntityManager> work) {
        work.accept(stores.get());
    }
}
