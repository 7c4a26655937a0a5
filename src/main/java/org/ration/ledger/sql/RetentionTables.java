// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.batch.Deadline;

/**
 * The queries of retention, within one transaction. Each query follows an index from a place on, and reads a bounded
 * number of its entries, however many rows there are. Rows that others have locked are left out.
 */
public final class RetentionTables {

    /** An index is followed from the place on by its own comparison only, none of those that an OR joins. */
    private static final String WINDOWS = "select reset_at, account_id from ration_closed_window"
            + " where namespace = ? and brief = ? and reset_at < ?"
            + " and reset_at >= ? and (reset_at > ? or account_id > ?) order by reset_at, account_id limit ?";

    /** By the primary key: no other index can be used, whose entries up to the limit would all be locked. */
    private static final String LOCK_WINDOWS = "select w.account_id, w.period_start from ration_closed_window w"
            + " where w.period_start < ? and w.reset_at < ? and not exists (select 1 from ration_receipt r"
            + " where r.account_id = w.account_id and r.window_start = w.period_start and r.forget_at > ?)"
            + " and w.account_id in (%s) order by w.account_id, w.period_start limit ?";

    private static final String REMOVE_WINDOW =
            "delete from ration_closed_window where account_id = ? and period_start = ?";

    private static final String AUDIT = "select acted_at, id from ration_audit where namespace = ? and acted_at < ?"
            + " and acted_at >= ? and (acted_at > ? or id > ?) order by acted_at, id limit ?";

    private static final String LOCK_AUDIT = "select id from ration_audit where id in (%s)";

    private static final String REMOVE_AUDIT = "delete from ration_audit where id = ?";

    private static final String NTH = "select id from ration_account where id > ? order by id limit 1 offset ?";

    /**
     * At least the accounts of which {@link org.ration.ledger.account.AccountView#isUnusedSince} is true once they are
     * locked. {@code RetentionContract} has a test for each reason to stay or to go, such as
     * {@code anAccountOfCallsInFlightGoesWhenNobodyUsesIt}.
     */
    private static final String IDLE = "select a.id from ration_account a where a.id > ? and a.id <= ?"
            + " and a.namespace = ? and a.updated_at < ?"
            + " and (a.reset_at is null or a.reset_at < ? or a.period = 'inflight')"
            + " and (a.limit_override is null or a.override_until < ?) and not exists"
            + " (select 1 from ration_receipt r where r.account_id = a.id) order by a.id limit ?";

    private static final String FORGOTTEN = "select forget_at, account_id from ration_receipt where forget_at <= ?"
            + " and forget_at >= ? and (forget_at > ? or account_id > ?) order by forget_at, account_id limit ?";

    private static final Columns<Receipt> RECEIPT = Columns.of(Receipt.class);

    private static final String LOCK_RECEIPTS = "select " + RECEIPT.names("r")
            + " from ration_receipt r where r.forget_at <= ? and r.account_id in (%s) limit ?";

    private static final String REMOVE_RECEIPT =
            "delete from ration_receipt where account_id = ? and charge_id = ? and forget_at <= ?";

    private static final String REMOVE_ACCOUNT = "delete from ration_account where id = ?";

    /** Behind every id. */
    private static final String LAST = "~";

    private final EntityManager store;
    private final Database database;
    private final Dialect dialect;
    private final Deadline deadline;
    private final AccountIds namespace;

    RetentionTables(EntityManager store, Database database, Deadline deadline, AccountIds namespace) {
        this.store = store;
        this.database = database;
        this.dialect = database.dialect().orElseThrow();
        this.deadline = deadline;
        this.namespace = namespace;
    }

    /**
     * Closed windows that ended before an instant, behind a place, in the order of their ends.
     *
     * @return where they are; several windows of an account may be at one place
     */
    public List<Place> windows(boolean brief, Instant before, Place behind, int most) {
        return query(
                WINDOWS,
                row -> new Place(row.getLong(1), row.getString(2)),
                namespace.namespace(),
                brief ? 1 : 0,
                before.toEpochMilli(),
                behind.at,
                behind.at,
                behind.id,
                most);
    }

    /**
     * Removes closed windows of accounts that ended before an instant, unless an id was remembered then that counts in
     * them.
     *
     * @return how many
     */
    public int removeWindows(SortedSet<String> accounts, Instant before, int most) {
        long millis = before.toEpochMilli();
        List<Object> values = new ArrayList<>(List.of(millis, millis, millis));
        values.addAll(accounts);
        values.add(most);
        return remove(
                REMOVE_WINDOW,
                query(
                        locking(LOCK_WINDOWS, accounts.size()),
                        row -> new Object[] {row.getString(1), row.getLong(2)},
                        values.toArray()));
    }

    /** Entries of the audit before an instant, behind a place, in the order of their instants. */
    public List<Place> audit(Instant before, Place behind, int most) {
        return query(
                AUDIT,
                row -> new Place(row.getLong(1), row.getString(2)),
                namespace.namespace(),
                before.toEpochMilli(),
                behind.at,
                behind.at,
                behind.id,
                most);
    }

    /**
     * Removes entries of the audit.
     *
     * @return how many
     */
    public int removeAudit(List<String> ids) {
        return remove(
                REMOVE_AUDIT, query(locking(LOCK_AUDIT, ids.size()), row -> new Object[] {row.getString(1)}, (Object[])
                        ids.toArray(String[]::new)));
    }

    /**
     * Receipts that are remembered no longer, behind a place, in the order of their ends, of whatever namespace.
     *
     * @return where they are; several receipts of an account may be at one place
     */
    public List<Place> forgotten(Instant now, Place behind, int most) {
        return query(
                FORGOTTEN,
                row -> new Place(row.getLong(1), row.getString(2)),
                now.toEpochMilli(),
                behind.at,
                behind.at,
                behind.id,
                most);
    }

    /**
     * Removes receipts that are remembered no longer, of accounts that are locked, or have been removed.
     *
     * @return what they were
     */
    public List<Receipt> removeReceipts(SortedSet<String> accounts, Instant now, int most) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        long millis = now.toEpochMilli();
        List<Object> values = new ArrayList<>(List.of(millis));
        values.addAll(accounts);
        values.add(most);
        List<Receipt> found = query(locking(LOCK_RECEIPTS, accounts.size()), RECEIPT::read, values.toArray());
        remove(
                REMOVE_RECEIPT,
                found.stream()
                        .map(receipt -> new Object[] {receipt.accountId(), receipt.chargeId(), millis})
                        .toList());
        return found;
    }

    /** The id that is a number of accounts behind another, of whatever namespace; empty if there are not that many. */
    public Optional<String> nth(String behind, int number) {
        return query(NTH, row -> row.getString(1), behind, number - 1).stream().findFirst();
    }

    /**
     * Ids of accounts behind another and up to one, or up to the last, that have not been used since an instant, and
     * have no receipts.
     */
    public SortedSet<String> idle(String behind, Optional<String> upTo, Instant since, int most) {
        long millis = since.toEpochMilli();
        return new TreeSet<>(query(
                IDLE,
                row -> row.getString(1),
                behind,
                upTo.orElse(LAST),
                namespace.namespace(),
                millis,
                millis,
                millis,
                most));
    }

    /** Removes accounts that are locked. */
    public void remove(Collection<Account> accounts) {
        remove(
                REMOVE_ACCOUNT,
                accounts.stream().map(account -> new Object[] {account.id()}).toList());
    }

    private String locking(String query, int ids) {
        return query.formatted("?" + ", ?".repeat(ids - 1)) + dialect.forUpdate(false, deadline);
    }

    private <T> List<T> query(String query, Row<T> reader, Object... values) {
        return database.call(store, connection -> {
            try (PreparedStatement statement = prepared(connection, query, values);
                    ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        });
    }

    private PreparedStatement prepared(Connection connection, String query, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        AccountRows.bound(statement, dialect.lockSeconds(deadline));
        bind(statement, values);
        return statement;
    }

    private int remove(String delete, List<Object[]> keys) {
        if (!keys.isEmpty()) {
            database.run(store, connection -> {
                try (PreparedStatement statement = connection.prepareStatement(delete)) {
                    for (Object[] key : keys) {
                        bind(statement, key);
                        statement.addBatch();
                    }
                    statement.executeBatch();
                }
            });
        }
        return keys.size();
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /**
     * A place in an index.
     *
     * @param at the instant by which it is ordered, in milliseconds
     * @param id the id that distinguishes rows of one instant
     */
    public record Place(long at, String id) {

        /** Before all others. */
        public static final Place FIRST = new Place(Long.MIN_VALUE, "");
    }

    private interface Row<T> {

        T read(ResultSet row) throws SQLException;
    }
}
