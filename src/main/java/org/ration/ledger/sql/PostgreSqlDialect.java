// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.batch.Deadline;

/** PostgreSQL. */
final class PostgreSqlDialect implements Dialect, Dialect.SingleStatement {

    private static final String LOSES = "so a crash of the server loses acknowledged charges";

    private static final String TABLES = "to_regclass('ration_account'), to_regclass('ration_closed_window'),"
            + " to_regclass('ration_receipt'), to_regclass('ration_audit'), to_regclass('ration_meta')";

    private static final String STANDBY =
            "the server is a standby (pg_is_in_recovery), which counts nothing; connect to the"
                    + " primary (targetServerType=primary in the URL of the data source).";

    private static final String ASYNCHRONOUS =
            "select setting from pg_settings where name = 'synchronous_commit'" + " and setting = 'off'";

    private static final String NOT_ON_DISK = "synchronous_commit is %s, " + LOSES
            + "; set it to on for the database and for the role of the data source.";

    /** Without a synchronous standby these mean the same as on. */
    private static final String BEFORE_STANDBY = "select setting from pg_settings where name = 'synchronous_commit'"
            + " and setting in ('local', 'remote_write') and current_setting('synchronous_standby_names') <> ''";

    private static final String NOT_ON_STANDBY =
            "synchronous_commit is %s, so a failover to a synchronous standby may lose acknowledged charges; set it to"
                    + " on for the database and for the role of the data source.";

    private static final String UNLOGGED = "select string_agg(c.relname, ', ' order by c.relname) from pg_class c"
            + " where c.relpersistence = 'u' and c.oid in (" + TABLES + ")";

    private static final String EMPTIED =
            "unlogged tables (%s), which a crash of the server empties, with all counters; alter table ... set logged.";

    private static final String CHECKS =
            "select conname from pg_constraint where contype = 'c' and conrelid in (" + TABLES + ")";

    private static final String REPLICAS = "select count(*) from pg_stat_replication where sync_state = 'async'"
            + " and current_setting('synchronous_standby_names') = ''";

    private static final String REPLICA =
            "%s replicas follow asynchronously (pg_stat_replication), so a failover to one loses acknowledged"
                    + " charges; name one in synchronous_standby_names.";

    /** In minutes. Of sessions of other roles the start is not to be seen by all. */
    private static final String OLD_SNAPSHOTS = "select max(minutes) from (select"
            + " cast(extract(epoch from now() - xact_start) / 60 as bigint) as minutes from pg_stat_activity"
            + " where backend_xmin is not null and pid <> pg_backend_pid() and datname = current_database()) s"
            + " where minutes >= %d";

    private static final String SNAPSHOT =
            "a session has kept a snapshot open for %s minutes (pg_stat_activity), so old versions of frequently"
                    + " charged rows accumulate and charges get slower; end it, and limit such sessions"
                    + " (idle_in_transaction_session_timeout).";

    /** The lock's time-out, and the statement's. */
    private static final Set<String> LOCK_TIMEOUT = Set.of("55P03", "57014");

    /** A plan that was made while a table was small reads all of it later, until its statistics are renewed. */
    private static final String BY_INDEX = ", set_config('enable_seqscan', 'off', true)";

    /**
     * In one round trip with what follows. A lock's time-out begins anew for each row, and even for one: the statement
     * has its own, which ends with it, as nothing should break a COMMIT off.
     */
    private static final String BOUND_LOCKS =
            "select set_config('statement_timeout', set_config('lock_timeout', ?, true), true)" + BY_INDEX + "; ";

    /** As {@link #BOUND_LOCKS}, but for what the transaction writes once it has locked what is not locked by others. */
    private static final String BOUND_WRITES =
            "select set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)" + BY_INDEX + "; ";

    /** A condition that is worked out once, before any row is looked for. */
    private static final String UNBOUND = " and (select set_config('statement_timeout', '0', true)) is not null";

    /** What decides a charge that fits. */
    private static final Columns<Account> COUNTED = AccountRows.COLUMNS.without(
            "key_id",
            "namespace",
            "holds",
            "quota_limit",
            "override_reason",
            "override_by",
            "closing_limit",
            "admin_version",
            "updated_at");

    private static final String LOCK = "select " + AccountRows.COLUMNS.names("a")
            + " from ration_account a where a.id = any(cast(? as text[]))" + UNBOUND + " order by a.id for update";

    /** The statements that count, by the thresholds that they leave to {@link Account}. */
    private final Map<Thresholds, Counting> counting = new ConcurrentHashMap<>();

    private final int oldMinutes;

    PostgreSqlDialect() {
        this(10);
    }

    /**
     * The dialect.
     *
     * @param oldMinutes for how long a session may keep its snapshot without a warning
     */
    PostgreSqlDialect(int oldMinutes) {
        this.oldMinutes = oldMinutes;
    }

    @Override
    public Optional<Dialect> of(DatabaseMetaData database) throws SQLException {
        return database.getDatabaseProductName().equals("PostgreSQL") ? Optional.of(this) : Optional.empty();
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public String sessionId() {
        return "select pg_backend_pid()";
    }

    @Override
    public String epochMillis() {
        return "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
    }

    @Override
    public String isolation() {
        return "select current_setting('transaction_isolation')";
    }

    /** That time-out begins anew for each row; the statement's, in whole seconds, does not. */
    @Override
    public void boundLocks(Connection connection, Deadline deadline) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = " + deadline.millisLeft());
        }
    }

    @Override
    public String forUpdate(boolean wait, Deadline deadline) {
        return wait ? " for update" : " for update skip locked";
    }

    @Override
    public Map<String, Account> lock(Connection connection, SortedSet<String> ids, boolean wait, Deadline deadline)
            throws SQLException {
        return accounts(
                AccountRows.COLUMNS,
                connection,
                lock(wait),
                toLock(connection, ids, wait, deadline).toArray());
    }

    private static String lock(boolean wait) {
        return wait ? BOUND_LOCKS + LOCK : BOUND_WRITES + LOCK + " skip locked";
    }

    private static List<Object> toLock(Connection connection, SortedSet<String> ids, boolean wait, Deadline deadline)
            throws SQLException {
        String left = String.valueOf(deadline.millisLeft());
        Array locked = array(connection, "text", ids, id -> id);
        return wait
                ? List.of(left, locked)
                : List.of(left, String.valueOf(Dialect.patience(deadline).millisLeft()), locked);
    }

    /** The second statement does not begin before the first has its locks. */
    @Override
    public LockedAccounts lock(
            Connection connection, SortedSet<String> ids, SortedSet<String> charges, boolean wait, Deadline deadline)
            throws SQLException {
        if (charges.isEmpty()) {
            return new LockedAccounts(lock(connection, ids, wait, deadline), Optional.of(List.of()));
        }
        String statements = lock(wait) + "; " + ReceiptRows.SELECT + "r.charge_id = any(cast(? as text[]))";
        List<Object> values = new ArrayList<>(toLock(connection, ids, wait, deadline));
        values.add(array(connection, "text", charges, id -> id));
        try (PreparedStatement statement = connection.prepareStatement(statements)) {
            execute(statement, values.toArray());
            Map<String, Account> accounts = next(statement, AccountRows::read);
            return new LockedAccounts(accounts, Optional.of(next(statement, ReceiptRows::read)));
        }
    }

    @Override
    public void write(Connection connection, Collection<Account> accounts, List<RowWrite<?>> more, Deadline deadline)
            throws SQLException {
        List<RowWrite<?>> all = new ArrayList<>(more);
        if (!accounts.isEmpty()) {
            all.add(0, AccountRows.COLUMNS.update(accounts));
        }
        String statements = all.stream().map(write -> write.statement().all()).collect(Collectors.joining("; "));
        try (PreparedStatement prepared = more.isEmpty()
                ? connection.prepareStatement(statements)
                : prepareBounded(connection, statements, deadline)) {
            int next = 1;
            for (RowWrite<?> write : all) {
                next = write.bindAll(connection, prepared, next);
            }
            prepared.execute();
            AccountRows.requireWritten(prepared.getUpdateCount() >= accounts.size());
        }
    }

    @Override
    public Optional<SingleStatement> singleStatement() {
        return Optional.of(this);
    }

    @Override
    public Map<String, Account> count(
            Connection connection, Collection<Total> totals, long now, Thresholds thresholds, Deadline deadline)
            throws SQLException {
        String wait = String.valueOf(deadline.millisLeft());
        Counting statements = counting.computeIfAbsent(thresholds, Counting::of);
        if (totals.size() == 1) {
            Total total = totals.iterator().next();
            return accounts(
                    COUNTED,
                    connection,
                    statements.one,
                    wait,
                    now,
                    total.id(),
                    total.cost(),
                    total.lowest(),
                    total.blocks(),
                    total.nearest(),
                    total.last());
        }
        return accounts(
                COUNTED,
                connection,
                statements.many,
                wait,
                now,
                array(connection, "text", totals, Total::id),
                array(connection, "bigint", totals, Total::cost),
                array(connection, "bigint", totals, Total::lowest),
                array(connection, "boolean", totals, Total::blocks),
                array(connection, "bigint", totals, Total::nearest),
                array(connection, "bigint", totals, Total::last));
    }

    @Override
    public boolean lostToAnother(SQLException fault) {
        return "40P01".equals(fault.getSQLState()) || Dialect.super.lostToAnother(fault);
    }

    @Override
    public boolean lockTimedOut(SQLException fault) {
        return LOCK_TIMEOUT.contains(String.valueOf(fault.getSQLState()));
    }

    @Override
    public List<String> warnings(Connection connection) throws SQLException {
        return new ServerSettings(connection)
                .expect("select pg_is_in_recovery()", "f", STANDBY)
                .expectNone(ASYNCHRONOUS, NOT_ON_DISK)
                .expectNone(BEFORE_STANDBY, NOT_ON_STANDBY)
                .expect("show fsync", "on", "fsync is %s, " + LOSES + "; set it to on.")
                .expect(REPLICAS, "0", REPLICA)
                .expectNone(UNLOGGED, EMPTIED)
                .expectNone(SchemaChecks.missing("string_agg(name, ', ' order by name)", CHECKS), SchemaChecks.WARNING)
                .expectNone(OLD_SNAPSHOTS.formatted(oldMinutes), SNAPSHOT)
                .expectNetworkTimeout("socketTimeout, in seconds, in the URL or properties of the data source")
                .warnings();
    }

    /** The accounts that the second of two statements answers. */
    private static Map<String, Account> accounts(
            Columns<Account> columns, Connection connection, String statements, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements)) {
            execute(statement, values);
            return next(statement, rows -> AccountRows.read(columns, rows));
        }
    }

    /** All rows at once: by a data source's default, the last are locked after what follows them has been read. */
    private static void execute(PreparedStatement statement, Object... values) throws SQLException {
        statement.setFetchSize(0);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.execute();
    }

    /** What the next of several statements answers. */
    private static <T> T next(PreparedStatement statement, Reading<T> reading) throws SQLException {
        statement.getMoreResults();
        try (ResultSet rows = statement.getResultSet()) {
            return reading.of(rows);
        }
    }

    private static <T> Array array(Connection connection, String type, Collection<T> from, Function<T, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, from.stream().map(value).toArray());
    }

    /** Reads the rows of a result. */
    @FunctionalInterface
    private interface Reading<T> {

        T of(ResultSet rows) throws SQLException;
    }

    /**
     * The statements that count.
     *
     * @param one on one account
     * @param many on several
     */
    private record Counting(String one, String many) {

        /**
         * Whether a row has room for all that is to be counted on it: {@code refuses} and {@code overflows} of
         * {@code EvaluatedLine}, in {@code ledger.account}, for many requests at once. {@code ModelTest},
         * {@code LedgerTest} and {@code ThresholdsTest} compare both. As all costs are positive, every one of them fits
         * when their sum fits the lowest limit. What has no open window, or a hold that may have come to its end, is
         * left to {@link Account}; so is what reaches a threshold that is not marked yet
         * ({@link Account#markThresholds}), by the lowest limit of all, blocking or not.
         */
        private static final String FITS =
                """
                 a.reset_at > v.now and (a.held_until is null or a.held_until > v.now)
                 and a.used + a.reserved <= case when v.blocks then %1$s else %2$d end - v.cost"""
                        .formatted(limitInForce("v.lowest"), Long.MAX_VALUE);

        private static final String COUNT = " update ration_account a"
                + " set used = a.used + v.cost, quota_limit = v.last, updated_at = v.now from ";

        private static final String RETURNING = " returning " + COUNTED.names("a", Map.of("used", "a.used - v.cost"));

        private static final String ONE =
                "(select cast(? as bigint) as now, cast(? as text) as id, cast(? as bigint) as cost, cast(? as bigint)"
                        + " as lowest, cast(? as boolean) as blocks, cast(? as bigint) as nearest, cast(? as bigint)"
                        + " as last) v";

        private static final String MANY =
                "with v as materialized (select cast(? as bigint) as now, u.* from unnest(cast(? as text[]), cast(? as"
                        + " bigint[]), cast(? as bigint[]), cast(? as boolean[]), cast(? as bigint[]), cast(? as"
                        + " bigint[])) as u (id, cost, lowest, blocks, nearest, last)), locked as (select a.id from"
                        + " ration_account a join v on a.id = v.id where ";

        static Counting of(Thresholds thresholds) {
            String fits = FITS + " and " + reachesNone(thresholds);
            String counted = " where a.id = v.id" + UNBOUND + " and " + fits + RETURNING;
            return new Counting(
                    BOUND_LOCKS + COUNT + ONE + counted,
                    BOUND_LOCKS + MANY + fits + " order by a.id for update of a skip locked)" + COUNT
                            + "v join locked on locked.id = v.id" + counted);
        }

        /** That what is used afterwards reaches no threshold that is not marked. */
        private static String reachesNone(Thresholds thresholds) {
            String limit = limitInForce("v.nearest");
            StringBuilder next = new StringBuilder("case");
            for (int percent : thresholds.percents()) {
                next.append(" when a.threshold_mark < %1$d then %1$d".formatted(percent));
            }
            return ("case when a.threshold_mark >= %d or %s > %d then true"
                            + " else a.used < (%s * %s end + 99) / 100 - v.cost end")
                    .formatted(thresholds.highest(), limit, Thresholds.MAX_LIMIT, limit, next);
        }

        /**
         * The override where one is in force, else a limit of the charges, and what is granted; never too much for a
         * bigint.
         */
        private static String limitInForce(String limit) {
            return ("(least(case when a.limit_override is not null and (a.override_until is null or a.override_until >"
                            + " v.now) then a.limit_override else %2$s end, %1$d - a.granted) + a.granted)")
                    .formatted(Long.MAX_VALUE, limit);
        }
    }
}
