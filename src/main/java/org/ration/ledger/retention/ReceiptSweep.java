// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.RetentionTables.Place;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * Removes receipts of ids that mean nothing any more, where no charge of the same account does it in passing. They
 * change under the lock of their account alone; those of an account that is locked are passed by.
 */
final class ReceiptSweep implements Sweep {

    private final AccountIds namespace;
    private Place place = Place.FIRST;

    /** A sweep that begins with the oldest receipt. */
    ReceiptSweep(AccountIds namespace) {
        this.namespace = namespace;
    }

    @Override
    public boolean step(TransactionRunner runner, Instant over) {
        List<Place> found = runner.read(tables -> tables.ofRetention(namespace).forgotten(over, place, ROWS));
        if (found.isEmpty()) {
            place = Place.FIRST;
            return false;
        }
        SortedSet<String> accounts = found.stream().map(Place::id).collect(Collectors.toCollection(TreeSet::new));
        int removed = runner.change(tables -> remove(tables, accounts, over));
        if (removed == 0) {
            place = found.get(found.size() - 1);
        }
        return found.size() == ROWS;
    }

    private TransactionResult<Integer> remove(LedgerTables tables, SortedSet<String> accounts, Instant over) {
        SortedSet<String> free = new TreeSet<>(accounts);
        free.removeAll(tables.notLocked(accounts, tables.lockToCharge(accounts, false)));
        int removed = tables.ofRetention(namespace).removeReceipts(free, over, ROWS);
        return new TransactionResult<>(removed, removed > 0);
    }
}
