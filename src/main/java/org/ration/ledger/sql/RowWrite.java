// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * What is to be done to rows of a table, by plain JDBC and in one round trip.
 *
 * @param statement what is done
 * @param rows to these, in their order
 * @param <T> the entity
 */
record RowWrite<T>(RowStatement statement, Collection<T> rows) {

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Runs the statement for each row; nothing if there is none. */
    int[] run(Preparer writes) throws SQLException {
        return Rows.batch(writes, statement.each(), statement::bindEach, rows);
    }

    /** Fills the parameters of the statement for all rows, from a place on; answers the next place. */
    int bindAll(Connection connection, PreparedStatement prepared, int from) throws SQLException {
        return statement.bindAll(connection, prepared, from, rows);
    }
}
