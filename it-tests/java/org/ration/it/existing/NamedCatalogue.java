// SPDX-License-Identifier: Apache-2.0
package org.ration.it.existing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Names its unit. */
@ApplicationScoped
public class NamedCatalogue implements Catalogue {

    @PersistenceContext(unitName = "catalogue")
    private EntityManager entities;

    @Override
    public EntityManager entities() {
        return entities;
    }
}
