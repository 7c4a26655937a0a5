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
 * which is not H2's default.
 */
@ApplicationScoped
@DataSourceDefinition(
        name = "java:app/jdbc/tiles",
        className = "org.h2.jdbcx.JdbcDataSource",
        url = "jdbc:h2:file:${demo.directory}/tiles;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
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
