// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;
import org.ration.log.OneLine;

/**
 * One act on many accounts: first on those that no other session has locked, part by part; at the end, if wanted, on
 * those that were locked. So no account waits for another, and no row is kept while it waits for one.
 *
 * @param <T> what the act says that it did
 */
final class ActOnMany<T> {

    private static final Logger LOG = System.getLogger("org.ration.ledger");

    private final DatabaseGate gate;
    private final OnLocked<T> act;
    private final ToLongFunction<T> announced;
    private final SortedSet<String> leftOut = new TreeSet<>();
    private @Nullable QuotaStoreException fault;
    private long done;

    /**
     * An act on no account yet.
     *
     * @param announced notifies listeners of what was done, and answers on how many accounts
     */
    ActOnMany(DatabaseGate gate, OnLocked<T> act, ToLongFunction<T> announced) {
        this.gate = gate;
        this.act = act;
        this.announced = announced;
    }

    /** On how many accounts it was done. */
    long done() {
        return done;
    }

    /** How many accounts it has left out, since other sessions have them locked. */
    int leftOut() {
        return leftOut.size();
    }

    /** Acts in one transaction on accounts, but for those that others have locked. */
    void onFree(SortedSet<String> ids) {
        Part<T> part = gate.access(runner -> runner.change(tables -> {
            Map<String, Account> locked = ids.isEmpty() ? Map.of() : tables.lockToCharge(ids, false);
            Set<String> skipped = tables.notLocked(ids, locked);
            return act(tables, locked, answer -> new Part<>(answer, skipped));
        }));
        done += announced.applyAsLong(part.done);
        leftOut.addAll(part.skipped);
    }

    /**
     * Acts on those that were left out, each in a transaction of its own; waits for all of them together for the
     * time-out.
     */
    void onLeftOut() {
        if (leftOut.isEmpty()) {
            return;
        }
        Queue<Late<T>> late = new ConcurrentLinkedQueue<>();
        List<String> ids = List.copyOf(leftOut);
        try {
            gate.accessIsolated(runner -> eachAlone(runner, ids, late));
        } catch (QuotaStoreException failure) {
            if (failure.outcomeUnknown()) {
                throw failure;
            }
            fault = failure;
        } finally {
            for (Late<T> one : late) {
                leftOut.remove(one.id);
                done += announced.applyAsLong(one.done);
            }
        }
    }

    /** Warns if any is left out. */
    void warnIfIncomplete() {
        if (!leftOut.isEmpty()) {
            LOG.log(Level.WARNING, incomplete(), OneLine.of(fault));
        }
    }

    /**
     * Requires that none is left out.
     *
     * @throws QuotaStoreException how many are
     */
    void requireComplete() {
        if (!leftOut.isEmpty()) {
            throw QuotaStoreException.notCharged(incomplete() + "; try again", fault);
        }
    }

    private String incomplete() {
        return "an action was done on " + done + ", but not on " + leftOut.size()
                + " of the accounts, as where other sessions keep rows of ration_account locked";
    }

    /**
     * Those first that have been unlocked meanwhile; a wait in vain ends it, since it has taken all the time.
     */
    private boolean eachAlone(TransactionRunner runner, List<String> ids, Queue<Late<T>> late) {
        List<String> locked =
                ids.stream().filter(id -> !alone(runner, id, false, late)).toList();
        locked.forEach(id -> alone(runner, id, true, late));
        return true;
    }

    private boolean alone(TransactionRunner runner, String id, boolean wait, Queue<Late<T>> late) {
        SortedSet<String> ids = new TreeSet<>(List.of(id));
        Optional<T> result = runner.change(tables -> {
            Map<String, Account> locked = tables.lockToCharge(ids, wait);
            return wait || tables.notLocked(ids, locked).isEmpty()
                    ? act(tables, locked, Optional::of)
                    : TransactionResult.unchanged(Optional.empty());
        });
        result.ifPresent(answer -> late.add(new Late<>(id, answer)));
        return result.isPresent();
    }

    private <A> TransactionResult<A> act(LedgerTables tables, Map<String, Account> locked, Function<T, A> answer) {
        TransactionResult<T> result = act.on(tables, locked.values());
        return new TransactionResult<>(answer.apply(result.answer()), result.changed());
    }

    /** What is done to accounts that are locked, within a transaction. */
    interface OnLocked<T> {

        TransactionResult<T> on(LedgerTables tables, Collection<Account> locked);
    }

    /** What was done in one transaction, and the accounts that it left out, since others have locked them. */
    private record Part<T>(T done, Set<String> skipped) {}

    /** What was done on an account that had been locked. */
    private record Late<T>(String id, T done) {}
}
