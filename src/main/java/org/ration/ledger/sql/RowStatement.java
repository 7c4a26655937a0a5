// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * A statement that is run for rows of a table.
 *
 * @param each for each of them, with a value for each column
 * @param all for all of them at once, with an array for each column; as PostgreSQL understands it
 * @param columns the columns of its parameters
 */
record RowStatement(String each, String all, List<Column> columns) {

    void bindEach(PreparedStatement prepared, Object row) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            prepared.setObject(i + 1, column.get(row), column.sqlType());
        }
    }

    int bindAll(Connection connection, PreparedStatement prepared, int from, Collection<?> rows) throws SQLException {
        int at = from;
        for (Column column : columns) {
            Object[] values = rows.stream().map(column::get).toArray();
            prepared.setArray(at++, connection.createArrayOf(column.arrayType(), values));
        }
        return at;
    }
}
