// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.ration.QuotaStore;

// tag::store
@ApplicationScoped
public class QuotaDatabase {

    @Produces
    @QuotaStore
    @PersistenceContext(unitName = "shop")
    EntityManager em;
}
// end::store
