// SPDX-License-Identifier: Apache-2.0
package org.ration.it.starter;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** An application's own bean that names no unit, since there was only one. */
@Stateless
public class UnnamedUnit {

    @PersistenceContext
    private EntityManager entities;

    public boolean isOpen() {
        return entities.isOpen();
    }
}
