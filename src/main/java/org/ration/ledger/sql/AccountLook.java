// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.batch.Deadline;

/** The current state of accounts, without a lock: read as scalars, past every cache. */
final class AccountLook {

    private static final String LOOK = "select " + AccountRows.COLUMNS.fields("a") + " from RationAccount a where ";

    private final EntityManager store;
    private final Database database;
    private final Deadline deadline;

    AccountLook(EntityManager store, Database database, Deadline deadline) {
        this.store = store;
        this.database = database;
        this.deadline = deadline;
    }

    /** Accounts by id, in their state at an instant. */
    Map<String, Account> at(SortedSet<String> ids, Instant now) {
        return withoutEnded(asStored(ids), now);
    }

    /** The accounts of a key that were ever charged, in their state at an instant. */
    Collection<Account> at(AccountIds namespace, String key, Instant now) {
        List<Account> accounts = AccountRows.read(QueryTimeout.bound(
                                store.createQuery(
                                        LOOK + "a.keyId = :keyId and a.lastWindow.periodStart is not null",
                                        Object[].class),
                                deadline)
                        .setParameter("keyId", namespace.key(key)))
                .stream()
                .filter(account -> account.key().equals(key))
                .toList();
        return withoutEnded(byId(accounts), now).values();
    }

    /** Accounts by id, with the holds that were open when they were written. */
    Map<String, Account> asStored(SortedSet<String> ids) {
        SortedSet<String> possible = database.shards().possible(ids);
        if (possible.isEmpty()) {
            return new TreeMap<>();
        }
        return byId(
                AccountRows.read(QueryTimeout.bound(store.createQuery(LOOK + "a.id in :ids", Object[].class), deadline)
                        .setParameter("ids", AccountRows.padded(possible))));
    }

    /** Where holds may have come to their end, the account is read again, together with them. */
    private Map<String, Account> withoutEnded(Map<String, Account> accounts, Instant now) {
        SortedSet<String> stale = accounts.values().stream()
                .filter(account -> account.isStale(now))
                .map(Account::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!stale.isEmpty()) {
            int seconds = database.dialect().orElseThrow().lockSeconds(deadline);
            accounts.putAll(database.call(
                    store, connection -> AccountRows.lookWithoutEnded(connection, stale, now.toEpochMilli(), seconds)));
        }
        return accounts;
    }

    static Map<String, Account> byId(Collection<Account> accounts) {
        return accounts.stream()
                .collect(Collectors.toMap(Account::id, account -> account, (one, same) -> one, TreeMap::new));
    }
}
