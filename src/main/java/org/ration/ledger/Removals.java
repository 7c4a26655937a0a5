// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.ration.QuotaCharge;
import org.ration.QuotaStoreException;
import org.ration.admin.QuotaAct;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountView;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.TimeBounds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.OperatorTables;
import org.ration.ledger.transaction.TransactionResult;

/** Erases keys, and purges accounts that are idle, for operators. No transaction removes more than so many windows. */
final class Removals {

    private static final int MAX_WINDOWS = 5000;

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final ManyAccounts many;
    private final ToLongFunction<Optional<AuditEntry>> announced;

    /**
     * Removals.
     *
     * @param announced notifies listeners of one, and answers how many accounts it removed
     */
    Removals(DatabaseGate gate, LedgerSettings settings, ToLongFunction<Optional<AuditEntry>> announced) {
        this.gate = gate;
        this.settings = settings;
        this.many = new ManyAccounts(gate, settings);
        this.announced = announced;
    }

    long erase(String key, Signature signature) {
        ids(key).forEach(id -> removeHistory(id, Long.MAX_VALUE));
        // Read in other transactions, so that what this one sees is no older than its locks.
        ActOnMany<Optional<AuditEntry>> act =
                many.act((tables, locked, wait) -> erase(tables, locked, key, signature, wait), announced);
        act.onFree(ids(key));
        act.onLeftOut();
        act.requireComplete();
        return act.done();
    }

    private TransactionResult<Optional<AuditEntry>> erase(
            LedgerTables tables, Collection<Account> locked, String key, Signature signature, boolean wait) {
        OperatorTables operators = operators(tables);
        SortedSet<String> erased = ids(locked);
        erased.addAll(gone(tables, key));
        if (!erased.isEmpty()) {
            operators.history().remove(erased, wait);
        }
        if (!locked.isEmpty()) {
            operators.remove(locked);
        }
        operators.forget(key, wait);
        String beside = settings.ids().prefix(key);
        return TransactionResult.changed(
                Optional.of(removal(QuotaAct.ERASED, erased.size(), beside, operators, signature)));
    }

    /** Under the locks, since retention may have archived the last window of an account and removed it just now. */
    private SortedSet<String> gone(LedgerTables tables, String key) {
        SortedSet<String> gone = operators(tables).history().idsInHistory(key);
        if (!gone.isEmpty()) {
            gone.removeAll(tables.look(gone, settings.now()).keySet());
        }
        return gone;
    }

    long countErase(String key) {
        return ids(key).size();
    }

    /** Of a key's accounts, and of those that are gone and have a history. */
    private SortedSet<String> ids(String key) {
        QuotaCharge.requireKey(key);
        SortedSet<String> ids = read(tables -> tables.history().idsInHistory(key));
        ids.addAll(read(tables -> tables.ids(key)));
        return ids;
    }

    long countPurge(Instant idleSince) {
        Instant since = over(idleSince);
        return many.sum((tables, range) -> tables.countIdle(since, range, settings.now()));
    }

    long purge(Instant idleSince, Signature signature) {
        Instant since = over(idleSince);
        AccountWalk walk = many.walk();
        ActOnMany<Optional<AuditEntry>> act =
                many.act((tables, locked, wait) -> purge(tables, locked, since, signature, wait), announced);
        while (walk.goesOn()) {
            SortedSet<String> ids =
                    walk.next((tables, range) -> tables.idle(since, range, ManyAccounts.BATCH, settings.now()));
            purge(ids, since, act);
        }
        return act.done();
    }

    /** Accounts with long histories are taken apart, and theirs go first. */
    private void purge(SortedSet<String> ids, Instant since, ActOnMany<?> act) {
        if (ids.isEmpty()) {
            return;
        }
        if (read(tables -> tables.history().hasMoreWindows(ids, MAX_WINDOWS))) {
            if (ids.size() > 1) {
                String middle = List.copyOf(ids).get(ids.size() / 2);
                purge(ids.headSet(middle), since, act);
                purge(ids.tailSet(middle), since, act);
                return;
            }
            removeHistory(ids.first(), since.toEpochMilli());
        }
        act.onFree(ids);
    }

    /** A purge asks the database again, under the locks; should one not be idle by that, nothing is removed. */
    private TransactionResult<Optional<AuditEntry>> purge(
            LedgerTables tables, Collection<Account> locked, Instant since, Signature signature, boolean wait) {
        Instant now = settings.now();
        List<Account> idle = locked.stream()
                .filter(account -> new AccountView(account, now).isIdleSince(since))
                .toList();
        if (idle.isEmpty()) {
            return TransactionResult.unchanged(Optional.empty());
        }
        OperatorTables operators = operators(tables);
        if (operators.countIdle(idle, since, now) != idle.size()) {
            throw QuotaStoreException.notCharged("accounts that are locked are not idle any more", null);
        }
        operators.history().remove(ids(idle), wait);
        operators.remove(idle);
        String beside = idle.get(0).id();
        return TransactionResult.changed(
                Optional.of(removal(QuotaAct.PURGED, idle.size(), beside, operators, signature)));
    }

    /** In the database of what is removed, so that one transaction does both. */
    private AuditEntry removal(
            QuotaAct act, long accounts, String beside, OperatorTables operators, Signature signature) {
        AuditEntry entry = AuditEntry.of(
                gate.shards().randomBeside(beside),
                settings.namespace(),
                new AdminChange(act, accounts, 0L),
                signature,
                settings.now());
        operators.add(entry);
        return entry;
    }

    /** Long histories go first, piece by piece, so that the account is not locked for long. */
    private void removeHistory(String id, long before) {
        boolean more = true;
        while (more) {
            more = gate.accessIsolated(runner -> runner.change(tables -> {
                boolean removed = operators(tables).history().removeOldest(id, before, MAX_WINDOWS);
                return new TransactionResult<>(removed, removed);
            }));
        }
    }

    /** No later than what is over for every node, whatever its clock: a node behind would open the window anew. */
    private Instant over(Instant idleSince) {
        TimeBounds.require("idleSince", idleSince);
        if (idleSince.isAfter(settings.now())) {
            throw new IllegalArgumentException("idleSince is " + idleSince + ", which is in the future");
        }
        Instant over = gate.access(
                runner -> runner.read(tables -> settings.over(Instant.ofEpochMilli(tables.databaseMillis()))));
        return idleSince.isBefore(over) ? idleSince : over;
    }

    private static SortedSet<String> ids(Collection<Account> accounts) {
        SortedSet<String> ids = new TreeSet<>();
        accounts.forEach(account -> ids.add(account.id()));
        return ids;
    }

    private OperatorTables operators(LedgerTables tables) {
        return tables.ofOperators(settings.ids());
    }

    private <T> T read(Function<OperatorTables, T> work) {
        return gate.access(runner -> runner.read(tables -> work.apply(operators(tables))));
    }
}
