// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.ration.QuotaStore;

/** The producer that every application has. */
@Dependent
public class TestStore {

    @Inject
    private TestDatabase database;

    /** The entity manager that keeps the counters. */
    @Produces
    @QuotaStore
    public EntityManager store() {
        return database.store();
    }
}
