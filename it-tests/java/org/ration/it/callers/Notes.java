// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.ration.it.testing.TestDataSource;

/** The application's own table. */
@ApplicationScoped
public class Notes {

    @Inject
    private TestDataSource database;

    @PersistenceContext(unitName = "shop")
    private EntityManager entities;

    /** Makes the table, and has the counters of the key {@code global:poison} fail when they are to be written. */
    void prepare() throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table note (id varchar(200) primary key)");
            statement.execute("alter table ration_account add constraint poisoned"
                    + " check (quota_key not like 'global:poison%' or used = 0)");
        }
    }

    /** Inserts a note, and does more while the connection is still open. */
    void writeByConnection(String id, Runnable next) {
        try (Connection connection = database.connection();
                PreparedStatement insert = connection.prepareStatement("insert into note (id) values (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
            next.run();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Inserts a note through the persistence unit that has the counters, and does more. */
    void writeByEntityManager(String id, Runnable next) {
        entities.createNativeQuery("insert into note (id) values (?)")
                .setParameter(1, id)
                .executeUpdate();
        next.run();
    }

    boolean has(String id) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement query = connection.prepareStatement("select 1 from note where id = ?")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }
}
