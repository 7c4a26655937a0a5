// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.RetentionTables.Place;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * Removes receipts of ids that mean nothing any more, where no charge of the same account does it in passing. They
 * change under the lock of their account alone; those of an account that is locked are passed by. Holds that nobody has
 * settled, and whose account nobody has used since, end by that.
 */
final class ReceiptSweep implements Sweep {

    private final AccountIds namespace;
    private final Queue<EndedHold> ended = new ConcurrentLinkedQueue<>();
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
        Removed removed = runner.change(tables -> remove(tables, accounts, over));
        ended.addAll(removed.ended);
        if (removed.receipts == 0) {
            place = found.get(found.size() - 1);
        }
        return found.size() == ROWS;
    }

    private TransactionResult<Removed> remove(LedgerTables tables, SortedSet<String> accounts, Instant over) {
        Map<String, Account> locked = tables.lockToCharge(accounts, false);
        SortedSet<String> free = new TreeSet<>(accounts);
        free.removeAll(tables.notLocked(accounts, locked));
        free.removeIf(id -> locked.containsKey(id) && !isOurs(locked.get(id)));
        List<Receipt> receipts = tables.ofRetention(namespace).removeReceipts(free, over, ROWS);
        List<Receipt> held = receipts.stream()
                .filter(receipt -> receipt.isHeld() && locked.containsKey(receipt.accountId()))
                .toList();
        tables.receipts()
                .recount(held.stream()
                        .map(receipt -> locked.get(receipt.accountId()))
                        .distinct()
                        .toList());
        List<EndedHold> holds = held.stream()
                .map(receipt -> EndedHold.of(locked.get(receipt.accountId()), receipt))
                .toList();
        return new TransactionResult<>(new Removed(receipts.size(), holds), !receipts.isEmpty());
    }

    /** Those of other applications are theirs, who report what ends. */
    private boolean isOurs(Account account) {
        return account.namespace().equals(namespace.namespace());
    }

    /** Takes the holds that have ended by the steps so far. */
    List<EndedHold> takeEnded() {
        return Stream.generate(ended::poll).takeWhile(Objects::nonNull).toList();
    }

    private record Removed(int receipts, List<EndedHold> ended) {}
}
