// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.ration.ledger.account.Account;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.IdRange;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.OperatorTables;
import org.ration.ledger.transaction.TransactionResult;

/**
 * Acts on many accounts, and counts them, in short transactions.
 *
 * @param gate the door to the database
 * @param settings whose accounts
 */
record ManyAccounts(DatabaseGate gate, LedgerSettings settings) {

    /** Accounts that are locked at a time. */
    static final int BATCH = 256;

    private static final int LOOKED_AT = 2_000;
    private static final int COUNTED = 20_000;

    /** Through all accounts, to find some of them; at most {@link #BATCH} at once. */
    AccountWalk walk() {
        return new AccountWalk(gate, settings, LOOKED_AT, BATCH);
    }

    /** The sum of a number over all accounts. */
    long sum(BiFunction<OperatorTables, IdRange, Long> number) {
        return new AccountWalk(gate, settings, COUNTED, COUNTED).sum(number);
    }

    /**
     * Acts on many accounts in one transaction, which waits for none that others have locked while it keeps the rest;
     * then on each of those in a transaction of its own.
     *
     * @param announced tells listeners what was done, and answers on how many accounts
     */
    <T> long inParts(SortedSet<String> ids, ActOnLocked<T> act, ToLongFunction<T> announced) {
        Part<T> most = gate.access(runner -> runner.change(tables -> part(tables, ids, false, act)));
        long done = announced.applyAsLong(most.done);
        for (String id : most.skipped) {
            SortedSet<String> one = new TreeSet<>(List.of(id));
            Part<T> late = gate.access(runner -> runner.change(tables -> part(tables, one, true, act)));
            done += announced.applyAsLong(late.done);
        }
        return done;
    }

    private static <T> TransactionResult<Part<T>> part(
            LedgerTables tables, SortedSet<String> ids, boolean wait, ActOnLocked<T> act) {
        Map<String, Account> locked = ids.isEmpty() ? Map.of() : tables.lockToCharge(ids, wait);
        Set<String> skipped = wait ? Set.of() : tables.notLocked(ids, locked);
        TransactionResult<T> done = act.on(tables, locked.values());
        return new TransactionResult<>(new Part<>(done.answer(), skipped), done.changed());
    }

    /** What is done to accounts that are locked, within a transaction. */
    interface ActOnLocked<T> {

        TransactionResult<T> on(LedgerTables tables, Collection<Account> locked);
    }

    /** What was done in one transaction, and the accounts that it left out, since others have locked them. */
    private record Part<T>(T done, Set<String> skipped) {}
}
