// SPDX-License-Identifier: Apache-2.0
package org.ration.it.existing;

import jakarta.persistence.EntityManager;

/** The application's own use of its persistence unit. */
interface Catalogue {

    /** The unit's entity manager. */
    EntityManager entities();

    /** Adds a product, and counts them all. */
    default long add(String name) {
        entities().persist(new Product(name));
        return entities()
                .createQuery("select count(p) from Product p", Long.class)
                .getSingleResult();
    }
}
