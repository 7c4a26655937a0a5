// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.ration.ledger.batch.Deadline;

/**
 * Statements on a connection that change rows, and wait for other transactions until a deadline at most.
 *
 * @param dialect knows how to bound them
 */
record BoundedWrites(Connection connection, Dialect dialect, Deadline deadline) implements Preparer {

    @Override
    public PreparedStatement prepare(String statement) throws SQLException {
        return dialect.prepareBounded(connection, statement, deadline);
    }

    /** Runs some of them in a transaction. */
    static void run(EntityManager store, Database database, Deadline deadline, Work work) {
        Dialect dialect = database.dialect().orElseThrow();
        database.run(store, connection -> new BoundedWrites(connection, dialect, deadline).run(work));
    }

    private void run(Work work) throws SQLException {
        dialect.runBounded(connection, deadline, on -> {
            work.with(this);
            return true;
        });
    }

    /** Some of the statements. */
    @FunctionalInterface
    interface Work {

        void with(BoundedWrites writes) throws SQLException;
    }
}
