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
 * @param waits whether they wait for rows that others have locked; if not, that is a failure soon
 */
record BoundedWrites(Connection connection, Dialect dialect, Deadline deadline, boolean waits) implements Preparer {

    @Override
    public PreparedStatement prepare(String statement) throws SQLException {
        return waits
                ? dialect.prepareBounded(connection, statement, deadline)
                : dialect.prepareForFree(connection, statement, deadline);
    }

    /** Runs some of them in a transaction. */
    static void run(EntityManager store, Database database, Deadline deadline, Work work) {
        run(store, database, deadline, true, work);
    }

    /** Runs some of them in a transaction that has locked accounts, with or without waiting. */
    static void run(EntityManager store, Database database, Deadline deadline, boolean wait, Work work) {
        Dialect dialect = database.dialect().orElseThrow();
        database.run(store, connection -> new BoundedWrites(connection, dialect, deadline, wait).run(work));
    }

    private void run(Work work) throws SQLException {
        dialect.runBounded(connection, waits ? deadline : Dialect.patience(deadline), on -> {
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
