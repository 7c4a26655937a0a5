// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.batch.Deadline;

/**
 * A database: what it can do, and how it is done there. One class for each, which is listed in {@link Dialects}; what
 * is common to most databases is here.
 */
public interface Dialect {

    /** The most that a transaction with unrelated requests waits for another one. */
    Duration PATIENCE = Duration.ofMillis(250);

    /** Until when such a transaction waits: not longer than a part of its time, so that its own requests are in it. */
    static Deadline patience(Deadline deadline) {
        return Deadline.in(Duration.ofMillis(Math.min(PATIENCE.toMillis(), deadline.millisLeft() / 8)));
    }

    /**
     * This dialect for a database, as its version speaks it.
     *
     * @return empty if it is another database
     */
    Optional<Dialect> of(DatabaseMetaData database) throws SQLException;

    /** Whether the tables are in several databases, so that a statement finds its own by the id of an account. */
    default boolean sharded() {
        return false;
    }

    /** The folder of the scripts, within {@code META-INF/ration/db}. */
    String folder();

    /** The path of a script, as a resource of Ration's jar. */
    default String path(String script) {
        return "META-INF/ration/db/" + folder() + "/" + script;
    }

    /** The query of a number of the database session; on shards by an account's id, and as the second column. */
    String sessionId();

    /** The query of the database's own time in milliseconds since 1970; on shards as {@link #sessionId}. */
    String epochMillis();

    /** The query that answers the isolation of the transaction, as {@code READ COMMITTED} or {@code read-committed}. */
    String isolation();

    /**
     * The end of a query that locks the rows it answers.
     *
     * @param wait whether it waits for rows that others have locked, at most until the deadline; if not, they are left
     *     out, and where the database cannot do that, it waits nevertheless
     */
    default String forUpdate(boolean wait, Deadline deadline) {
        return " for update";
    }

    /**
     * How many seconds a statement that locks rows may take.
     *
     * @return 0 for any number, where a statement's time-out ends no wait for a lock
     */
    default int lockSeconds(Deadline deadline) {
        return deadline.secondsLeft();
    }

    /** Prepares a statement that changes rows, and waits for other transactions until the deadline at most. */
    default PreparedStatement prepareBounded(Connection connection, String statement, Deadline deadline)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        AccountRows.bound(prepared, lockSeconds(deadline));
        return prepared;
    }

    /**
     * Prepares a statement that changes rows which should be free, in a transaction that has locked accounts without
     * waiting. The deadline bounds its work; waits for locks end soon, by the time-out that is set for them.
     */
    default PreparedStatement prepareForFree(Connection connection, String statement, Deadline deadline)
            throws SQLException {
        return prepareBounded(connection, statement, deadline);
    }

    /** Runs such statements; for a database that bounds their waits by a setting of the connection. */
    default void runBounded(Connection connection, Deadline deadline, Connections.Work<?> writes) throws SQLException {
        writes.on(connection);
    }

    /** Bounds the waits for locks in this transaction, where a statement's time-out is not all that there is. */
    default void boundLocks(Connection connection, Deadline deadline) throws SQLException {
        // lockSeconds does
    }

    /**
     * Locks accounts in the order of their ids, to charge them.
     *
     * @param wait as in {@link #forUpdate}; otherwise what the transaction writes afterwards should wait for no
     *     longer than {@link #patience}, too
     * @return those that exist and are locked now, by id
     */
    default Map<String, Account> lock(Connection connection, SortedSet<String> ids, boolean wait, Deadline deadline)
            throws SQLException {
        boundLocks(connection, deadline);
        List<String> padded = AccountRows.padded(ids);
        String query = "select " + AccountRows.COLUMNS.names("a") + " from ration_account a where a.id in (?"
                + ", ?".repeat(padded.size() - 1) + ") order by a.id" + forUpdate(wait, deadline);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            AccountRows.bound(statement, lockSeconds(deadline));
            for (int i = 0; i < padded.size(); i++) {
                statement.setString(i + 1, padded.get(i));
            }
            return AccountRows.read(statement.executeQuery());
        }
    }

    /**
     * Locks accounts as {@link #lock} does, and reads the receipts of charges after that, if both take one round trip.
     */
    default LockedAccounts lock(
            Connection connection, SortedSet<String> ids, SortedSet<String> charges, boolean wait, Deadline deadline)
            throws SQLException {
        return new LockedAccounts(lock(connection, ids, wait, deadline), Optional.empty());
    }

    /**
     * Writes accounts that are locked, and then what belongs to them.
     *
     * @param more in this order; without empty ones
     * @param deadline until when that waits for other transactions
     */
    default void write(Connection connection, Collection<Account> accounts, List<RowWrite<?>> more, Deadline deadline)
            throws SQLException {
        AccountRows.write(connection, accounts);
        if (!more.isEmpty()) {
            runBounded(connection, deadline, on -> {
                for (RowWrite<?> each : more) {
                    each.run(statement -> prepareBounded(on, statement, deadline));
                }
                return true;
            });
        }
    }

    /** Counts by one statement, where the database can. */
    default Optional<SingleStatement> singleStatement() {
        return Optional.empty();
    }

    /** Whether the database has rolled the transaction back for the sake of another, so that trying again is right. */
    default boolean lostToAnother(SQLException fault) {
        return "40001".equals(fault.getSQLState());
    }

    /** Whether a statement has waited too long for a lock. */
    boolean lockTimedOut(SQLException fault);

    /**
     * Warnings for operators about this database's settings, as sentences that name the setting.
     *
     * @return nothing if all is well, or cannot be read
     */
    default List<String> warnings(Connection connection) throws SQLException {
        return List.of();
    }

    /** Settings with which Ration does not work, as sentences that name the setting. */
    default List<String> obstacles(Connection connection) throws SQLException {
        return List.of();
    }

    /** What operators should know of this database that is as it should be for some. */
    default List<String> notes(Connection connection) throws SQLException {
        return List.of();
    }

    /** Counts charges of one account each, where all of them fit. */
    interface SingleStatement {

        /**
         * Counts. Of several accounts, those that others have locked are left out.
         *
         * @return the accounts that were counted on, in their state before
         */
        Map<String, Account> count(
                Connection connection, Collection<Total> totals, long now, Thresholds thresholds, Deadline deadline)
                throws SQLException;
    }
}
