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

    private static final String CHECKS = "select lower(CONSTRAINT_NAME) from INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
            + " where CONSTRAINT_TYPE = 'CHECK' and TABLE_SCHEMA = current_schema";

    /** In these an empty text is null, or "limit" is unknown. */
    private static final String MODE =
            "select SETTING_VALUE from INFORMATION_SCHEMA.SETTINGS where SETTING_NAME = 'MODE'"
                    + " and upper(SETTING_VALUE) in ('ORACLE', 'STRICT', 'DERBY', 'MSSQLSERVER')";

    /** In upper case, as that is right for H2 however it treats case. */
    private static final String CASE = "select 'FALSE' from DUAL where not exists (select 1 from"
            + " INFORMATION_SCHEMA.SETTINGS where upper(SETTING_VALUE) = 'TRUE' and SETTING_NAME in"
            + " ('DATABASE_TO_UPPER', 'DATABASE_TO_LOWER', 'CASE_INSENSITIVE_IDENTIFIERS'))";

    private static final String IN_MEMORY = "select true where database_path() is null";

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
        return "select ISOLATION_LEVEL from INFORMATION_SCHEMA.SESSIONS where SESSION_ID = session_id()";
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

    @Override
    public List<String> warnings(Connection connection) throws SQLException {
        return new ServerSettings(connection)
                .expect(
                        "select SETTING_VALUE from INFORMATION_SCHEMA.SETTINGS where SETTING_NAME = 'WRITE_DELAY'",
                        "0",
                        "WRITE_DELAY is %s, so a crash loses the last charges that were acknowledged to callers;"
                                + " add ;WRITE_DELAY=0 to the URL of the data source.")
                .expectNone(
                        SchemaChecks.missing("listagg(name, ', ') within group (order by name)", CHECKS),
                        SchemaChecks.WARNING)
                .warnings();
    }

    @Override
    public List<String> obstacles(Connection connection) throws SQLException {
        return new ServerSettings(connection)
                .expectNone(
                        MODE,
                        "MODE is %s, in which H2 does not understand Ration's SQL; remove ;MODE= from the URL of the"
                                + " data source, or give Ration a separate one.")
                .expectNone(
                        CASE,
                        "DATABASE_TO_UPPER is %s, so persistence providers and SQL name different tables; remove it"
                                + " from the URL of the data source, or give Ration a separate one.")
                .warnings();
    }

    /** Intended in a test or a demonstration, and nowhere else. */
    @Override
    public List<String> notes(Connection connection) throws SQLException {
        return new ServerSettings(connection)
                .expectNone(IN_MEMORY, "it is in memory, so all counters start at 0 when the server does.")
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
