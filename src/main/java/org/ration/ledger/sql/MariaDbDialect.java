// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.ration.ledger.batch.Deadline;

/**
 * MariaDB, at READ COMMITTED or REPEATABLE READ. What bounds waits for locks in general belongs to the pooled
 * connection there, and would outlive the transaction; so each statement that locks is bounded, in whole seconds. From
 * 10.6 on, rows that others have locked are left out.
 */
record MariaDbDialect(boolean skipsLocked) implements Dialect {

    private static final String LOSES = "so a crash of the server loses acknowledged charges";

    private static final String BINARY_LOG = "select @@global.sync_binlog where @@global.log_bin = 1";

    private static final String CLUSTER =
            "select variable_value from information_schema.global_status where variable_name = 'WSREP_CLUSTER_SIZE'"
                    + " and cast(variable_value as integer) > 1";

    private static final String NODES =
            "wsrep_cluster_size is %s: Galera's nodes can lose one another's updates and commits, so Ration"
                    + " guarantees nothing there; send all writes to one server.";

    /** Whom the privilege PROCESS lets see the replicas' threads. */
    private static final String REPLICAS = "select count(*) from information_schema.processlist"
            + " where command like 'Binlog Dump%' and @@global.rpl_semi_sync_master_enabled = 0";

    private static final String REPLICA =
            "%s replicas follow asynchronously, so a failover to one loses acknowledged charges; set"
                    + " rpl_semi_sync_master_enabled.";

    private static final String ENGINES = "select group_concat(table_name order by table_name separator ', ')"
            + " from information_schema.tables where table_schema = database() and lower(table_name) like 'ration\\_%'"
            + " and engine <> 'InnoDB'";

    private static final String ENGINE =
            "tables with another engine than InnoDB (%s) have no transactions, so failed charges are"
                    + " counted nevertheless; alter table ... engine = InnoDB.";

    private static final String CHECKS = "select lower(constraint_name) from information_schema.check_constraints"
            + " where constraint_schema = database()";

    /** MySQL's driver reports 5.5.5-10.6.4-MariaDB. */
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+-MariaDB");

    /** The snapshot conflict and the deadlock. */
    private static final Set<Integer> LOST_TO_ANOTHER = Set.of(1020, 1213);

    /** The lock's time-out, and the statement's. */
    private static final Set<Integer> LOCK_TIMEOUT = Set.of(1205, 1969);

    MariaDbDialect() {
        this(true);
    }

    @Override
    public Optional<Dialect> of(DatabaseMetaData database) throws SQLException {
        return VERSION.matcher(database.getDatabaseProductVersion())
                .results()
                .findFirst()
                .map(version -> new MariaDbDialect(skipsLocked(version)));
    }

    private static boolean skipsLocked(MatchResult version) {
        int major = Integer.parseInt(version.group(1));
        return major > 10 || major == 10 && Integer.parseInt(version.group(2)) >= 6;
    }

    @Override
    public String folder() {
        return "mariadb";
    }

    @Override
    public String sessionId() {
        return "select connection_id()";
    }

    @Override
    public String epochMillis() {
        return "select timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000";
    }

    @Override
    public String isolation() {
        return "select max(variable_value) from information_schema.session_variables"
                + " where variable_name in ('TX_ISOLATION', 'TRANSACTION_ISOLATION')";
    }

    @Override
    public String forUpdate(boolean wait, Deadline deadline) {
        return wait || !skipsLocked ? " for update" : " for update skip locked";
    }

    /** Drivers know time-outs in whole seconds only. */
    @Override
    public PreparedStatement prepareBounded(Connection connection, String statement, Deadline deadline)
            throws SQLException {
        int tenths = (int) (deadline.millisLeft() + 99) / 100;
        if (tenths > 9) {
            return Dialect.super.prepareBounded(connection, statement, deadline);
        }
        String bound = deadline.passed() ? "innodb_lock_wait_timeout = 0" : "max_statement_time = 0." + tenths;
        return connection.prepareStatement("set statement " + bound + " for " + statement);
    }

    @Override
    public PreparedStatement prepareForFree(Connection connection, String statement, Deadline deadline)
            throws SQLException {
        return connection.prepareStatement("set statement innodb_lock_wait_timeout = 0 for " + statement);
    }

    @Override
    public List<String> warnings(Connection connection) throws SQLException {
        return new ServerSettings(connection)
                .expect(
                        "select @@global.read_only",
                        "0",
                        "the server is read-only, as replicas are; connect to the primary.")
                .expect(
                        "select @@global.innodb_flush_log_at_trx_commit",
                        "1",
                        "innodb_flush_log_at_trx_commit is %s, " + LOSES + "; set it to 1.")
                .expect(BINARY_LOG, "1", "sync_binlog is %s, " + LOSES + "; set it to 1.")
                .expect(CLUSTER, "1", NODES)
                .expect(REPLICAS, "0", REPLICA)
                .expectNone(ENGINES, ENGINE)
                .expectNone(
                        SchemaChecks.missing("group_concat(name order by name separator ', ')", CHECKS),
                        SchemaChecks.WARNING)
                .expectNetworkTimeout("socketTimeout, in milliseconds, in the URL of the data source")
                .warnings();
    }

    @Override
    public boolean lostToAnother(SQLException fault) {
        return LOST_TO_ANOTHER.contains(fault.getErrorCode()) || Dialect.super.lostToAnother(fault);
    }

    @Override
    public boolean lockTimedOut(SQLException fault) {
        return LOCK_TIMEOUT.contains(fault.getErrorCode());
    }
}
