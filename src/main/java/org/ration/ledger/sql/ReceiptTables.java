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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountBook;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.account.EndedHolds;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.batch.Deadline;

/**
 * Receipts, and the windows that they are of, within one transaction. Receipts of an account are read to be changed,
 * and are written, under the lock of that account only. They are read after the lock, by the transaction's first
 * statement that does not lock, so that no snapshot is older than the lock; those of ids, where the database can, in
 * the round trip of the lock ({@link LockedAccounts}).
 */
public final class ReceiptTables implements AccountBook.History {

    static final Columns<ClosedWindow> WINDOWS = Columns.of(ClosedWindow.class);

    private static final String WINDOW = "select " + WINDOWS.names("w")
            + " from ration_closed_window w where w.account_id = ? and w.period_start = ?";

    /** Only as it was read: on an account that is not locked, the id may have been used anew. */
    private static final RowStatement REMOVE = ReceiptRows.COLUMNS.delete("account_id", "charge_id", "forget_at");

    /** Brings a query to the database that has an account, whether or not the account is there. */
    private static final String BESIDE = " and (select count(a.id) from ration_account a where a.id = ?) >= 0";

    /** All that insert receipts do it in one order, so that none waits for another in a circle. */
    private static final Comparator<Receipt> ORDER =
            Comparator.comparing(Receipt::chargeId).thenComparing(Receipt::line);

    /** One id in 16 begins so; with it, the account's receipts are looked through for those to forget. */
    private static final String FORGETTING = "0";

    private static final int MAX_FORGOTTEN = 256;

    private final EntityManager store;
    private final Database database;
    private final Supplier<Deadline> deadline;

    /**
     * The tables.
     *
     * @param deadline until when what is written now may wait for another transaction
     */
    ReceiptTables(EntityManager store, Database database, Supplier<Deadline> deadline) {
        this.store = store;
        this.database = database;
        this.deadline = deadline;
    }

    /** All receipts of ids, on whatever accounts; on shards, of all of them. */
    public List<Receipt> of(SortedSet<String> chargeIds) {
        return chargeIds.isEmpty() ? List.of() : select("r.charge_id", chargeIds, "");
    }

    /** All receipts of ids, on whatever accounts; on shards, of the one that has an account. */
    public List<Receipt> of(SortedSet<String> chargeIds, String accountId) {
        return database.shards().several() ? select("r.charge_id", chargeIds, BESIDE, accountId) : of(chargeIds);
    }

    /** The receipts that are held on accounts. */
    private List<Receipt> held(Collection<Account> accounts) {
        SortedSet<String> ids = new TreeSet<>();
        accounts.forEach(account -> ids.add(account.id()));
        return ids.isEmpty() ? List.of() : select("r.account_id", ids, " and r.state = 'HELD'");
    }

    /** Some of the open holds of an account, of whatever window, the oldest first. */
    public List<Receipt> open(Account account, Instant now, int offset, int most) {
        return database.call(store, connection -> {
            try (PreparedStatement select = connection.prepareStatement(ReceiptRows.SELECT
                    + "r.account_id = ? and r.state = 'HELD' and r.ends_at > ?"
                    + " order by r.taken_at, r.charge_id limit ? offset ?")) {
                select.setString(1, account.id());
                select.setLong(2, now.toEpochMilli());
                select.setInt(3, most);
                select.setInt(4, offset);
                return read(select);
            }
        });
    }

    private List<Receipt> select(String column, SortedSet<String> ids, String more, String... values) {
        return database.call(store, connection -> {
            List<String> padded = AccountRows.padded(ids);
            String query = ReceiptRows.SELECT + column + " in (?" + ", ?".repeat(padded.size() - 1) + ")" + more;
            try (PreparedStatement select = connection.prepareStatement(query)) {
                List<String> bound = new ArrayList<>(padded);
                bound.addAll(List.of(values));
                for (int i = 0; i < bound.size(); i++) {
                    select.setString(i + 1, bound.get(i));
                }
                return read(select);
            }
        });
    }

    @Override
    public Optional<ClosedWindow> window(String accountId, long start) {
        return database.call(store, connection -> {
            try (PreparedStatement select = connection.prepareStatement(WINDOW)) {
                select.setString(1, accountId);
                select.setLong(2, start);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(WINDOWS.read(rows)) : Optional.empty();
                }
            }
        });
    }

    /**
     * Gives back what was held by those that have come to their end. Their receipts are written at once, since they may
     * be read by their ids next; the accounts are to be written.
     *
     * @param until the instant by which they have in the database of an account; asked only where one may have
     * @return what has ended
     */
    public EndedHolds endHolds(AccountBook book, Function<String, Instant> until) {
        List<Account> stale = book.stale();
        if (stale.isEmpty()) {
            return EndedHolds.NONE;
        }
        EndedHolds ended = book.endHolds(held(stale), until.apply(stale.get(0).id()));
        if (!ended.receipts().isEmpty()) {
            run(writes -> ReceiptRows.COLUMNS.update(ended.receipts()).run(writes));
        }
        return ended;
    }

    /** Counts anew what is held on accounts that are locked, since some of it has been removed, and writes them. */
    public void recount(Collection<Account> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        Map<String, List<Receipt>> held = held(accounts).stream().collect(Collectors.groupingBy(Receipt::accountId));
        accounts.forEach(account -> AccountBook.recount(account, held.getOrDefault(account.id(), List.of())));
        database.run(store, connection -> dialect().write(connection, accounts, List.of(), deadline.get()));
    }

    /** Writes all that has become of a book. */
    public void write(AccountBook book) {
        List<RowWrite<?>> more = Stream.of(
                        WINDOWS.insert(book.closed()),
                        WINDOWS.update(book.corrected()),
                        new RowWrite<>(REMOVE, book.forgotten()),
                        ReceiptRows.COLUMNS.update(book.settled()),
                        ReceiptRows.COLUMNS.insert(sorted(book.added())))
                .filter(write -> !write.isEmpty())
                .toList();
        if (book.changed().isEmpty() && more.isEmpty()) {
            return;
        }
        database.run(store, connection -> dialect().write(connection, book.changed(), more, deadline.get()));
        SortedSet<String> accounts = toForget(book);
        if (!accounts.isEmpty()) {
            run(writes -> forget(writes, accounts, book.now()));
        }
    }

    private Dialect dialect() {
        return database.dialect().orElseThrow();
    }

    private void run(BoundedWrites.Work work) {
        BoundedWrites.run(store, database, deadline.get(), work);
    }

    private static List<Receipt> sorted(List<Receipt> receipts) {
        return receipts.stream().sorted(ORDER).toList();
    }

    /** So that no job is needed: what is added pays for what is to be forgotten of the same account. */
    private static SortedSet<String> toForget(AccountBook book) {
        SortedSet<String> accounts = new TreeSet<>();
        for (Receipt receipt : book.added()) {
            if (receipt.chargeId().startsWith(FORGETTING)) {
                accounts.add(receipt.accountId());
            }
        }
        return accounts;
    }

    private static void forget(BoundedWrites writes, SortedSet<String> accounts, long now) throws SQLException {
        for (String account : accounts) {
            new RowWrite<>(REMOVE, forgettable(writes.connection(), account, now)).run(writes);
        }
    }

    private static List<Receipt> forgettable(Connection connection, String account, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                ReceiptRows.SELECT + "r.account_id = ? and r.forget_at <= ? order by r.forget_at")) {
            select.setString(1, account);
            select.setLong(2, now);
            select.setMaxRows(MAX_FORGOTTEN);
            return read(select);
        }
    }

    private static List<Receipt> read(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            return ReceiptRows.read(rows);
        }
    }
}
