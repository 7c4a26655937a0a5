// SPDX-License-Identifier: Apache-2.0
package org.ration.starter;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.ration.QuotaStore;

/** Keeps the counters in the server's default data source. */
@Dependent
public class DefaultStore {

    @Produces
    @QuotaStore
    @PersistenceContext(unitName = "ration")
    private EntityManager counters;

    /** For the container. */
    public DefaultStore() {}
}
