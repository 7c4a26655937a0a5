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

    /**
     * Acts in one transaction in each database on accounts, but for those that others have locked; in more of them, by
     * halves, where others have locked a row of what belongs to an account.
     */
    void onFree(SortedSet<String> ids) {
        gate.shards().split(ids).forEach(this::onFreeTogether);
    }

    private void onFreeTogether(SortedSet<String> ids) {
        Optional<Part<T>> part = gate.access(runner ->
                ids.isEmpty() ? runner.change(this::onNone) : runner.changeIfFree(tables -> onFree(tables, ids)));
        if (part.isPresent()) {
            done += announced.applyAsLong(part.get().done);
            leftOut.addAll(part.get().skipped);
        } else if (ids.size() == 1) {
            leftOut.addAll(ids);
        } else {
            String middle = List.copyOf(ids).get(ids.size() / 2);
            onFreeTogether(ids.headSet(middle));
            onFreeTogether(ids.tailSet(middle));
        }
    }

    /** What has no account cannot be left out. */
    private TransactionResult<Optional<Part<T>>> onNone(LedgerTables tables) {
        return act(tables, Map.of(), true, answer -> new Part<>(answer, Set.of()));
    }

    private TransactionResult<Optional<Part<T>>> onFree(LedgerTables tables, SortedSet<String> ids) {
        Map<String, Account> locked = tables.lockToCharge(ids, false);
        Set<String> skipped = tables.notLocked(ids, locked);
        return act(tables, locked, false, answer -> new Part<>(answer, skipped));
    }

    /**
     * Acts on those that were left out, each in a separate transaction; waits for all of them together for the
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
            LOG.log(Level.WARNING, incomplete());
            LOG.log(Level.DEBUG, incomplete(), OneLine.of(fault));
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
        return "the action was done on " + done + " accounts, but not on " + leftOut.size()
                + " of the accounts, perhaps because other sessions keep rows of ration_account locked";
    }

    /**
     * Begins with those that others have unlocked since; ends when a wait was in vain, since it has taken all the time.
     */
    private boolean eachAlone(TransactionRunner runner, List<String> ids, Queue<Late<T>> late) {
        List<String> locked =
                ids.stream().filter(id -> !alone(runner, id, false, late)).toList();
        locked.forEach(id -> alone(runner, id, true, late));
        return true;
    }

    private boolean alone(TransactionRunner runner, String id, boolean wait, Queue<Late<T>> late) {
        SortedSet<String> ids = new TreeSet<>(List.of(id));
        Optional<T> result = wait
                ? runner.change(tables -> alone(tables, ids, true))
                : runner.changeIfFree(tables -> alone(tables, ids, false));
        result.ifPresent(answer -> late.add(new Late<>(id, answer)));
        return result.isPresent();
    }

    private TransactionResult<Optional<T>> alone(LedgerTables tables, SortedSet<String> ids, boolean wait) {
        Map<String, Account> locked = tables.lockToCharge(ids, wait);
        return wait || tables.notLocked(ids, locked).isEmpty()
                ? act(tables, locked, wait, Function.identity())
                : TransactionResult.unchanged(Optional.empty());
    }

    private <A> TransactionResult<Optional<A>> act(
            LedgerTables tables, Map<String, Account> locked, boolean wait, Function<T, A> answer) {
        TransactionResult<T> result = act.on(tables, locked.values(), wait);
        return new TransactionResult<>(Optional.of(answer.apply(result.answer())), result.changed());
    }

    /** Acts on accounts that are locked, within a transaction. */
    interface OnLocked<T> {

        /** Does it, and waits for rows that others have locked, or fails soon. */
        TransactionResult<T> on(LedgerTables tables, Collection<Account> locked, boolean wait);
    }

    /** The acts of one transaction, and the accounts that it left out, since others have locked them. */
    private record Part<T>(T done, Set<String> skipped) {}

    /** The act on an account that had been locked. */
    private record Late<T>(String id, T done) {}
}
