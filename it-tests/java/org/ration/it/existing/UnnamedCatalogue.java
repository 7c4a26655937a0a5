// SPDX-License-Identifier: Apache-2.0
package org.ration.it.existing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Names no unit, as the application has but one. */
@ApplicationScoped
public class UnnamedCatalogue implements Catalogue {

    @PersistenceContext
    private EntityManager entities;

    @Override
    public EntityManager entities() {
        return entities;
    }
}
