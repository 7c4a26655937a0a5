// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Rows of a table by plain JDBC, many in one round trip.
 *
 * @param columns the columns of the table
 * @param <T> the entity
 */
record Rows<T>(Columns<T> columns) {

    /** Adds rows, in their order. */
    void insert(Connection connection, Collection<T> rows, int seconds) throws SQLException {
        batch(connection, columns.insert(), columns::bindInsert, rows, seconds);
    }

    /** Writes all of the rows that may change. */
    void update(Connection connection, Collection<T> rows) throws SQLException {
        batch(connection, columns.update(), columns::bindUpdate, rows, 0);
    }

    /** Runs a statement for each row; nothing if there is none. */
    static <T> void batch(Connection connection, String sql, Binding<T> binding, Collection<T> rows, int seconds)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            AccountRows.bound(statement, seconds);
            for (T row : rows) {
                binding.bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Fills the parameters of a statement. */
    @FunctionalInterface
    interface Binding<T> {

        void bind(PreparedStatement statement, T row) throws SQLException;
    }
}
