// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.TypedQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.ration.ledger.account.Account;

/**
 * The accounts' table by plain JDBC: where many rows go at once, and a persistence provider would send them one by one.
 */
final class AccountRows {

    static final Columns<Account> COLUMNS = Columns.of(Account.class);

    private static final String REMOVE = "delete from ration_account where id = ?";

    /**
     * The holds of an account, according to its receipts. The same as
     * {@link org.ration.ledger.account.AccountBook#endHolds}; {@code HoldsModelTest} compares both.
     */
    private static final Map<String, String> OPEN_HOLDS = Map.of(
            "reserved",
                    ofOpenHolds("coalesce(sum(case when r.window_start = a.period_start then r.units else 0 end), 0)"),
            "holds", ofOpenHolds("count(*)"),
            "held_until", ofOpenHolds("min(r.ends_at)"));

    private static final String LOOK_WITHOUT_ENDED =
            "select " + COLUMNS.names("a", OPEN_HOLDS) + " from ration_account a where a.id in (";

    private AccountRows() {}

    /**
     * The current state of accounts, whose holds that have come to their end are left out of what is reserved: one
     * statement, so that account and holds are of one instant.
     */
    static Map<String, Account> lookWithoutEnded(Connection connection, SortedSet<String> ids, long now, int seconds)
            throws SQLException {
        List<String> padded = padded(ids);
        try (PreparedStatement look =
                connection.prepareStatement(LOOK_WITHOUT_ENDED + "?" + ", ?".repeat(padded.size() - 1) + ")")) {
            bound(look, seconds);
            for (int i = 1; i <= OPEN_HOLDS.size(); i++) {
                look.setLong(i, now);
            }
            for (int i = 0; i < padded.size(); i++) {
                look.setString(OPEN_HOLDS.size() + i + 1, padded.get(i));
            }
            return read(look.executeQuery());
        }
    }

    private static String ofOpenHolds(String aggregate) {
        return "(select " + aggregate + " from ration_receipt r where r.account_id = a.id and r.state = 'HELD'"
                + " and r.ends_at > ?)";
    }

    /** Adds accounts, in one round trip. */
    static void insert(Preparer writes, Collection<Account> accounts) throws SQLException {
        COLUMNS.insert(accounts).run(writes);
    }

    /** Removes accounts that are locked, in one round trip. */
    static void remove(Connection connection, Collection<Account> accounts) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            for (Account account : accounts) {
                remove.setString(1, account.id());
                remove.addBatch();
            }
            if (!accounts.isEmpty()) {
                remove.executeBatch();
            }
        }
    }

    /** Writes accounts that are locked, in one round trip. */
    static void write(Connection connection, Collection<Account> accounts) throws SQLException {
        for (int count : COLUMNS.update(accounts).run(connection::prepareStatement)) {
            requireWritten(count != 0);
        }
    }

    /** Goes on if accounts that were to be written have been. */
    static void requireWritten(boolean all) {
        if (!all) {
            throw new IllegalStateException("a locked account is not there");
        }
    }

    /** The accounts of a result that begins with {@link #COLUMNS}, by id. */
    static Map<String, Account> read(ResultSet rows) throws SQLException {
        return read(COLUMNS, rows);
    }

    /** The accounts of a result that begins with some columns, by id. */
    static Map<String, Account> read(Columns<Account> columns, ResultSet rows) throws SQLException {
        Map<String, Account> accounts = new HashMap<>();
        while (rows.next()) {
            Account account = columns.read(rows);
            accounts.put(account.id(), account);
        }
        return accounts;
    }

    /** Bounds a statement, unless by 0. */
    static void bound(PreparedStatement statement, int seconds) throws SQLException {
        if (seconds > 0) {
            statement.setQueryTimeout(seconds);
        }
    }

    /** The accounts of a query for {@link #COLUMNS}. */
    static List<Account> read(TypedQuery<Object[]> query) {
        return query.getResultStream().map(COLUMNS::read).toList();
    }

    /**
     * Repeats the last id up to a power of two, so that there are few different statements for databases to prepare.
     * None is the empty id, which no row has.
     */
    static List<String> padded(SortedSet<String> ids) {
        String last = ids.isEmpty() ? "" : ids.last();
        List<String> padded = new ArrayList<>(ids);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(last);
        }
        return padded;
    }
}
