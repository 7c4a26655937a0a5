package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ration.ledger.account.Account;
import org.ration.ledger.batch.Deadline;

/**
 * The accounts' table by plain JDBC, on the connection of a transaction: where many rows go at once, and a persistence
 * provider would send them one by one. All but {@link #write} is for PostgreSQL.
 */
public final class AccountRows {

    private static final String WRITE = "update ration_account set zone = ?, anchor = ?, used = ?, granted = ?,"
            + " quota_limit = ?, threshold_mark = ?, period_start = ?, reset_at = ?, updated_at = ? where id = ?";

    /**
     * In one round trip with what follows. A lock's time-out begins anew for each row, and even for one: the statement has
     * its own, which ends with it, as nothing should break a COMMIT off.
     */
    private static final String BOUND_LOCKS =
            "select set_config('statement_timeout', set_config('lock_timeout', ?, true), true); ";

    private static final String UNBOUND = ", (select set_config('statement_timeout', '0', true))";

    private static final String LOCK = BOUND_LOCKS + "select " + columns("a.used")
            + " from ration_account a where a.id = any(cast(? as text[])) order by a.id for update";

    /**
     * Whether a row has room for all that is to be counted on it: {@link Account#refuses} and {@link Account#overflows} for
     * many requests at once. As all costs are positive, every one of them fits when their sum fits the lowest limit. What
     * has no open window, or holds units, is left to {@link Account}; so is what reaches a threshold that is not marked yet
     * ({@link Account#markThresholds}), by the lowest limit of all, blocking or not.
     */
    private static final String FITS =
            """
             a.reset_at > v.now and a.reserved = 0
             and a.used <= case when v.blocks then %1$s else %3$d end - v.cost
             and (a.threshold_mark >= 100
                  or a.used < %2$s - v.cost - case when a.threshold_mark >= 80 then 0 else %2$s / 5 end)"""
                    .formatted(limitInForce("v.lowest"), limitInForce("v.nearest"), Long.MAX_VALUE);

    private static final String COUNT =
            " update ration_account a" + " set used = a.used + v.cost, quota_limit = v.last, updated_at = v.now from ";

    private static final String COUNTED = " where a.id = v.id and " + FITS + " returning " + columns("a.used - v.cost");

    private static final String COUNT_ONE = BOUND_LOCKS + COUNT
            + "(select cast(? as bigint) as now, cast(? as text) as id, cast(? as bigint) as cost,"
            + " cast(? as bigint) as lowest, cast(? as boolean) as blocks, cast(? as bigint) as nearest,"
            + " cast(? as bigint) as last) v"
            + COUNTED;

    private static final String COUNT_MANY = BOUND_LOCKS
            + "with v as materialized (select cast(? as bigint) as now, u.* from unnest(cast(? as text[]),"
            + " cast(? as bigint[]), cast(? as bigint[]), cast(? as boolean[]), cast(? as bigint[]),"
            + " cast(? as bigint[])) as u (id, cost, lowest, blocks, nearest, last)), locked as (select a.id from ration_account a"
            + " join v on a.id = v.id where " + FITS + " order by a.id for update of a skip locked)"
            + COUNT + "v join locked on locked.id = v.id" + COUNTED;

    private final Connection connection;

    private AccountRows(Connection connection) {
        this.connection = connection;
    }

    /** On the connection of an entity manager's transaction; empty if the provider does not give it away. */
    public static Optional<AccountRows> of(EntityManager store) {
        try {
            return Optional.ofNullable(store.unwrap(Connection.class)).map(AccountRows::new);
        } catch (PersistenceException notGiven) {
            return Optional.empty();
        }
    }

    /** Writes what charges may have changed, in one round trip. */
    void write(Collection<Account> accounts) {
        try (PreparedStatement update = connection.prepareStatement(WRITE)) {
            for (Account account : accounts) {
                bind(update, account.charged());
                update.addBatch();
            }
            for (int count : update.executeBatch()) {
                if (count == 0) {
                    throw new IllegalStateException("a locked account is not there");
                }
            }
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    /**
     * Locks accounts in the order of their ids.
     *
     * @param wait whether to wait for rows that others have locked, or to leave them out
     * @return those that are locked now
     */
    Map<String, Account> lock(SortedSet<String> ids, boolean wait, Deadline deadline) {
        return accounts(wait ? LOCK : LOCK + " skip locked", String.valueOf(deadline.millisLeft()), texts(ids));
    }

    /**
     * Counts, where all of it fits. Of several accounts, those that others have locked are left out.
     *
     * @return the accounts that were counted on, as they stood before
     */
    Map<String, Account> count(Collection<Total> totals, long now, Deadline deadline) {
        String wait = String.valueOf(deadline.millisLeft());
        if (totals.size() == 1) {
            Total total = totals.iterator().next();
            return accounts(
                    COUNT_ONE,
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
                COUNT_MANY,
                wait,
                now,
                texts(totals.stream().map(Total::id).toList()),
                array("bigint", totals, Total::cost),
                array("bigint", totals, Total::lowest),
                array("boolean", totals, Total::blocks),
                array("bigint", totals, Total::nearest),
                array("bigint", totals, Total::last));
    }

    /** How long the driver waits for an answer, in milliseconds; 0 for ever, empty if it does not tell. */
    Optional<Integer> networkTimeout() {
        try {
            return Optional.of(connection.getNetworkTimeout());
        } catch (SQLException | UnsupportedOperationException notTold) {
            return Optional.empty();
        }
    }

    /** The accounts that the second of two statements answers. */
    private Map<String, Account> accounts(String statements, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(statements)) {
            bind(statement, values);
            statement.execute();
            statement.getMoreResults();
            Map<String, Account> accounts = new HashMap<>();
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    Account account = account(rows);
                    accounts.put(account.id(), account);
                }
            }
            return accounts;
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    /** The override where one is in force, else a limit of the charges, and what is granted; never too much for a bigint. */
    private static String limitInForce(String limit) {
        return ("(least(case when a.limit_override is not null"
                        + " and (a.override_until is null or a.override_until > v.now) then a.limit_override"
                        + " else %2$s end, %1$d - a.granted) + a.granted)")
                .formatted(Long.MAX_VALUE, limit);
    }

    private static String columns(String used) {
        return "a.id, a.scope, a.period, a.quota_key, a.zone, a.anchor, " + used
                + ", a.reserved, a.granted, a.quota_limit,"
                + " a.limit_override, a.override_until, a.threshold_mark, a.period_start, a.reset_at" + UNBOUND;
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getObject(11, Long.class),
                row.getObject(12, Long.class),
                row.getLong(13),
                row.getObject(14, Long.class),
                row.getObject(15, Long.class));
    }

    private Array texts(Collection<String> texts) {
        return array("text", texts, text -> text);
    }

    private <T> Array array(String type, Collection<T> from, Function<T, Object> value) {
        try {
            return connection.createArrayOf(type, from.stream().map(value).toArray());
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /**
     * What several requests want of one account.
     *
     * @param id of the account
     * @param cost the units of all
     * @param lowest the lowest limit of those that block
     * @param blocks whether any does
     * @param nearest the lowest limit of all
     * @param last the limit of the last, to be shown
     */
    public record Total(String id, long cost, long lowest, boolean blocks, long nearest, long last) {

        /** Units beyond this are not added up exactly, and must not be counted at once. */
        public static final long MOST = 1_000_000_000_000_000_000L;

        /** With a later one of the same account. */
        public Total with(Total later) {
            return new Total(
                    id,
                    Math.addExact(Math.min(cost, MOST), later.cost),
                    Math.min(lowest, later.lowest),
                    blocks || later.blocks,
                    Math.min(nearest, later.nearest),
                    later.last);
        }
    }
}
