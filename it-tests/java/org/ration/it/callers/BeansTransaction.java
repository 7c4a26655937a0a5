// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.function.Consumer;

/** A new transaction by CDI. */
@ApplicationScoped
public class BeansTransaction {

    @PersistenceContext(unitName = "shop")
    private EntityManager entities;

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void run(Consumer<EntityManager> work) {
        work.accept(entities);
    }
}
