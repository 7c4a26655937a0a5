// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.batch.Deadline;

/** The windows that are over, as operators read and remove them, within one transaction. */
public final class HistoryTable {

    private static final Columns<ClosedWindow> WINDOWS = Columns.of(ClosedWindow.class);

    /**
     * For each account separately: MariaDB 11.4 would look for many of them in all rows, and wait for locked ones
     * ({@code LockedRowsTest}).
     */
    private static final List<String> REMOVALS = List.of(
            "delete from ration_closed_window where account_id = ?", "delete from ration_receipt where account_id = ?");

    private static final List<String> ENTITIES = List.of("RationClosedWindow", "RationReceipt");

    /** Follows every hexadecimal digit. */
    private static final String AFTER_DIGITS = "g";

    private final EntityManager store;
    private final Database database;
    private final Deadline deadline;
    private final AccountIds namespace;

    HistoryTable(EntityManager store, Database database, Deadline deadline, AccountIds namespace) {
        this.store = store;
        this.database = database;
        this.deadline = deadline;
        this.namespace = namespace;
    }

    /** The last windows of an account that are archived, the latest first. */
    public List<ClosedWindow> windows(String accountId, int most) {
        return QueryTimeout.bound(
                        store.createQuery(
                                "select " + WINDOWS.fields("w")
                                        + " from RationClosedWindow w where w.accountId = :id order by w.periodStart"
                                        + " desc",
                                Object[].class),
                        deadline)
                .setParameter("id", accountId)
                .setMaxResults(most)
                .getResultStream()
                .map(WINDOWS::read)
                .toList();
    }

    /**
     * Ids of a key's accounts that have a history, whether or not they are there. They begin alike; those of another
     * key that begin likewise, by chance, are left out.
     */
    public SortedSet<String> idsInHistory(String key) {
        SortedSet<String> ids = new TreeSet<>();
        String prefix = namespace.prefix(key);
        for (String entity : ENTITIES) {
            Optional<String> next = idInHistory(entity, prefix, prefix);
            while (next.isPresent()) {
                ids.add(next.get());
                next = idInHistory(entity, prefix, next.get());
            }
        }
        if (!ids.isEmpty()) {
            ids.removeAll(ofOtherKeys(ids, key));
        }
        return ids;
    }

    /** One after the other, as an account may have any number of rows. */
    private Optional<String> idInHistory(String entity, String prefix, String behind) {
        return QueryTimeout.bound(
                        store.createQuery(
                                "select h.accountId from " + entity + " h where h.accountId > :behind"
                                        + " and h.accountId < :end order by h.accountId",
                                String.class),
                        deadline)
                .setParameter("behind", behind)
                .setParameter("end", prefix + AFTER_DIGITS)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private List<String> ofOtherKeys(SortedSet<String> ids, String key) {
        return QueryTimeout.bound(
                        store.createQuery(
                                "select a.id from RationAccount a where a.id in :ids and a.keyId <> :keyId",
                                String.class),
                        deadline)
                .setParameter("ids", AccountRows.padded(ids))
                .setParameter("keyId", namespace.key(key))
                .getResultList();
    }

    /** Whether accounts have more than a number of windows in their histories together. */
    public boolean hasMoreWindows(SortedSet<String> ids, int number) {
        return QueryTimeout.bound(
                        store.createQuery(
                                "select w.periodStart from RationClosedWindow w where w.accountId in :ids", Long.class),
                        deadline)
                .setParameter("ids", AccountRows.padded(ids))
                .setFirstResult(number)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .isPresent();
    }

    /**
     * Removes the history of accounts, and what is remembered of their charges.
     *
     * @param wait whether to wait until the deadline for rows that others have locked; if not, that is a failure soon
     */
    public void remove(SortedSet<String> ids, boolean wait) {
        BoundedWrites.run(store, database, deadline, wait, writes -> {
            for (String removal : REMOVALS) {
                Rows.batch(writes, removal, (remove, id) -> remove.setString(1, id), ids);
            }
        });
    }

    /**
     * Removes a bounded part of what an account's history has before an instant, the oldest windows first.
     *
     * @param before in milliseconds
     * @return false if there are not that many
     */
    public boolean removeOldest(String accountId, long before, int windows) {
        Optional<Long> bound = QueryTimeout.bound(
                        store.createQuery(
                                "select w.periodStart from RationClosedWindow w where w.accountId = :id"
                                        + " and w.periodStart < :before order by w.periodStart",
                                Long.class),
                        deadline)
                .setParameter("id", accountId)
                .setParameter("before", before)
                .setFirstResult(windows)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
        bound.ifPresent(start -> QueryTimeout.bound(
                        store.createQuery(
                                "delete from RationClosedWindow w where w.accountId = :id and w.periodStart < :start"),
                        deadline)
                .setParameter("id", accountId)
                .setParameter("start", start)
                .executeUpdate());
        return bound.isPresent();
    }
}
