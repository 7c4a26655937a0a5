package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ration.ledger.batch.Deadline;

/** What differs between databases. */
public enum Dialect {

    /** H2; waits for locks as long as its own setting says, 2 s by default. */
    H2(
            "in_doubt",
            "select session_id()",
            "select cast(extract(epoch from current_timestamp) * 1000 as bigint)",
            "select isolation_level from information_schema.sessions where session_id = session_id()") {
        @Override
        public void boundLocks(EntityManager store, Deadline deadline) {
            // LOCK_TIMEOUT belongs to the pooled connection there, and would outlive the transaction.
        }
    },

    /** PostgreSQL. */
    POSTGRESQL(
            "pg_class",
            "select pg_backend_pid()",
            "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
            "select current_setting('transaction_isolation')") {
        @Override
        public void boundLocks(EntityManager store, Deadline deadline) {
            store.createNativeQuery("set local lock_timeout = " + deadline.millisLeft())
                    .executeUpdate();
        }

        /** That time-out begins anew for each row; this one is the statement's, in whole seconds. */
        @Override
        public <Q extends Query> Q boundLocks(Q locking, Deadline deadline) {
            return QueryTimeout.bound(locking, deadline);
        }

        @Override
        public boolean countsAtOnce() {
            return true;
        }
    },

    /**
     * MariaDB, at READ COMMITTED or REPEATABLE READ. What bounds waits for locks in general belongs to the pooled
     * connection there, and would outlive the transaction; so each statement that locks is bounded by itself, in whole
     * seconds.
     */
    MARIADB(
            "system_variables",
            "select connection_id()",
            "select timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000",
            "select max(variable_value) from information_schema.session_variables"
                    + " where variable_name in ('TX_ISOLATION', 'TRANSACTION_ISOLATION')") {
        @Override
        public void boundLocks(EntityManager store, Deadline deadline) {
            // see boundLocks of a query
        }

        @Override
        public <Q extends Query> Q boundLocks(Q locking, Deadline deadline) {
            return QueryTimeout.bound(locking, deadline);
        }
    };

    private final String systemTable;
    private final String sessionId;
    private final String epochMillis;
    private final String isolation;

    Dialect(String systemTable, String sessionId, String epochMillis, String isolation) {
        this.systemTable = systemTable;
        this.sessionId = sessionId;
        this.epochMillis = epochMillis;
        this.isolation = isolation;
    }

    /**
     * Tells the database by a system table that only it has: a query that fails nowhere, as a wrong guess would spoil the
     * transaction and fill the log.
     *
     * @return empty if it is none of these
     */
    public static Optional<Dialect> of(EntityManager store, Deadline deadline) {
        Query systemTables = store.createNativeQuery("select lower(table_name) from information_schema.tables"
                + " where lower(table_schema) in ('information_schema', 'pg_catalog')"
                + " and lower(table_name) in ('in_doubt', 'pg_class', 'system_variables')");
        List<?> found = QueryTimeout.bound(systemTables, deadline).getResultList();
        return Arrays.stream(values())
                .filter(dialect -> found.contains(dialect.systemTable))
                .findFirst();
    }

    /** The path of a script for this database. */
    public String script(String name) {
        return "META-INF/ration/db/" + name().toLowerCase(Locale.ROOT) + "/" + name;
    }

    /** Bounds the waits for locks in this transaction. */
    public abstract void boundLocks(EntityManager store, Deadline deadline);

    /** Whether one statement can count and tell ({@code update … returning}), and leave out what others have locked. */
    public boolean countsAtOnce() {
        return false;
    }

    /** Bounds the waits of a query that locks, where what bounds the transaction's does not do so. */
    public <Q extends Query> Q boundLocks(Q locking, Deadline deadline) {
        return locking;
    }

    /** The number of the database session that this transaction has. */
    long sessionId(EntityManager store) {
        return ((Number) store.createNativeQuery(sessionId).getSingleResult()).longValue();
    }

    /** The database's own time, in milliseconds since 1970, free of zones. */
    long epochMillis(EntityManager store) {
        return ((Number) store.createNativeQuery(epochMillis).getSingleResult()).longValue();
    }

    /** The isolation of this transaction, in lower case. */
    String isolation(EntityManager store) {
        return store.createNativeQuery(isolation)
                .getSingleResult()
                .toString()
                .toLowerCase(Locale.ROOT)
                .replace('-', ' ');
    }
}
