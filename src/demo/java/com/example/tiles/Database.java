// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.ration.QuotaStore;

/**
 * An H2 in a file, so that a restart keeps the counters. {@code WRITE_DELAY=0}: a commit is on disk when it returns,
 * which is not H2's default. Or several PostgreSQLs behind ShardingSphere-JDBC. Who starts the demo says which.
 */
@ApplicationScoped
@DataSourceDefinition(
        name = "java:app/jdbc/tiles",
        className = "${demo.driver}",
        url = "${demo.url}",
        user = "sa",
        password = "",
        initialPoolSize = 2,
        minPoolSize = 2,
        maxPoolSize = 16)
public class Database {

    @Produces
    @QuotaStore
    @PersistenceContext(unitName = "tiles")
    private EntityManager quotaStore;
}
