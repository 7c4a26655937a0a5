// SPDX-License-Identifier: Apache-2.0
package org.ration.it.testing;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/** The data source of the application under test, which has the counters. */
@ApplicationScoped
public class TestDataSource {

    private DataSource database;

    @PostConstruct
    void find() {
        try {
            database =
                    InitialContext.doLookup(ConfigProvider.getConfig().getValue("testing.data-source", String.class));
        } catch (NamingException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A connection of the caller's transaction, if it has one. */
    public Connection connection() throws SQLException {
        return database.getConnection();
    }
}
