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

/** The accounts' table by plain JDBC: where many rows go at once, and a persistence provider would send them one by one. */
final class AccountRows {

    static final Columns<Account> COLUMNS = Columns.of(Account.class);

    private static final String INSERT = COLUMNS.insert();
    private static final String UPDATE = COLUMNS.update();

    private AccountRows() {}

    /** Adds accounts, in one round trip. */
    static void insert(Connection connection, Collection<Account> accounts, int seconds) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bound(insert, seconds);
            for (Account account : accounts) {
                COLUMNS.bindInsert(insert, account);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Writes accounts that are locked, in one round trip. */
    static void write(Connection connection, Collection<Account> accounts) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            for (Account account : accounts) {
                COLUMNS.bindUpdate(update, account);
                update.addBatch();
            }
            for (int count : update.executeBatch()) {
                if (count == 0) {
                    throw new IllegalStateException("a locked account is not there");
                }
            }
        }
    }

    /** The accounts of a result that begins with {@link #COLUMNS}, by id. */
    static Map<String, Account> read(ResultSet rows) throws SQLException {
        Map<String, Account> accounts = new HashMap<>();
        while (rows.next()) {
            Account account = COLUMNS.read(rows);
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

    /** Repeats the last id up to a power of two, so that there are few different statements for databases to prepare. */
    static List<String> padded(SortedSet<String> ids) {
        List<String> padded = new ArrayList<>(ids);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(ids.last());
        }
        return padded;
    }
}
