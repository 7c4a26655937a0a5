// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Rows of a table by plain JDBC, many in one round trip. */
final class Rows {

    private Rows() {}

    /** Runs a statement for each row, and answers what the driver says of each; nothing if there is none. */
    static <T> int[] batch(Preparer writes, String sql, Binding<T> binding, Collection<T> rows) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = writes.prepare(sql)) {
            for (T row : rows) {
                binding.bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** Fills the parameters of a statement. */
    @FunctionalInterface
    interface Binding<T> {

        void bind(PreparedStatement statement, T row) throws SQLException;
    }
}
