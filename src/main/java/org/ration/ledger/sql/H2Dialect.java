// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.ration.ledger.batch.Deadline;

/**
 * H2. From 2.3 on, queries that lock bound their waits, and leave out rows that others have locked. All else waits as
 * long as the connection's own setting says, 2 s by default. That setting outlives a transaction, so it is restored.
 */
record H2Dialect(boolean boundsWaits) implements Dialect {

    private static final int CONCURRENT_UPDATE = 90131;
    private static final int LOCK_TIMEOUT = 50200;

    H2Dialect() {
        this(true);
    }

    @Override
    public Optional<Dialect> of(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("H2")
                ? Optional.of(new H2Dialect(boundsWaits(database)))
                : Optional.empty();
    }

    private static boolean boundsWaits(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseMajorVersion() > 2
                || database.getDatabaseMajorVersion() == 2 && database.getDatabaseMinorVersion() >= 3;
    }

    @Override
    public String folder() {
        return "h2";
    }

    @Override
    public String sessionId() {
        return "select session_id()";
    }

    @Override
    public String epochMillis() {
        return "select cast(extract(epoch from current_timestamp) * 1000 as bigint)";
    }

    @Override
    public String isolation() {
        return "select isolation_level from information_schema.sessions where session_id = session_id()";
    }

    @Override
    public String forUpdate(boolean wait, Deadline deadline) {
        if (!boundsWaits) {
            return " for update";
        }
        return wait ? " for update wait " + deadline.secondsLeft() : " for update skip locked";
    }

    /** A query's time-out belongs to the connection there, and would outlive the statement. */
    @Override
    public int lockSeconds(Deadline deadline) {
        return 0;
    }

    @Override
    public void runBounded(Connection connection, Deadline deadline, Connections.Work<?> writes) throws SQLException {
        long usual = lockTimeout(connection);
        setLockTimeout(connection, deadline.millisLeft());
        try {
            writes.on(connection);
        } finally {
            setLockTimeout(connection, usual);
        }
    }

    private static long lockTimeout(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("select lock_timeout()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void setLockTimeout(Connection connection, long millis) throws SQLException {
        try (Statement set = connection.createStatement()) {
            set.execute("set lock_timeout " + millis);
        }
    }

    /** A database in memory promises nothing, and has no such setting. */
    @Override
    public List<String> warnings(Connection connection) throws SQLException {
        return new ServerSettings(connection)
                .expect(
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'",
                        "0",
                        "WRITE_DELAY is %s, so a crash loses the last charges that were acknowledged to callers;"
                                + " add ;WRITE_DELAY=0 to the URL of the data source.")
                .warnings();
    }

    @Override
    public boolean lostToAnother(SQLException fault) {
        return fault.getErrorCode() == CONCURRENT_UPDATE || Dialect.super.lostToAnother(fault);
    }

    @Override
    public boolean lockTimedOut(SQLException fault) {
        return fault.getErrorCode() == LOCK_TIMEOUT;
    }
}
