// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

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
    void insert(Preparer writes, Collection<T> rows) throws SQLException {
        batch(writes, columns.insert(), columns::bindInsert, rows);
    }

    /** Writes all of the rows that may change. */
    void update(Preparer writes, Collection<T> rows) throws SQLException {
        batch(writes, columns.update(), columns::bindUpdate, rows);
    }

    /** Runs a statement for each row; nothing if there is none. */
    static <T> void batch(Preparer writes, String sql, Binding<T> binding, Collection<T> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = writes.prepare(sql)) {
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
