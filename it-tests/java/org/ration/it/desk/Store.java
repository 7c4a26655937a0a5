// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.ration.QuotaStore;

/** Where the counters are. */
@ApplicationScoped
public class Store {

    @Produces
    @QuotaStore
    @PersistenceContext(unitName = "shop")
    private EntityManager store;
}
