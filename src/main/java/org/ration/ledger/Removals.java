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
     * @param announced tells listeners of one, and answers how many accounts it removed
     */
    Removals(DatabaseGate gate, LedgerSettings settings, ToLongFunction<Optional<AuditEntry>> announced) {
        this.gate = gate;
        this.settings = settings;
        this.many = new ManyAccounts(gate, settings);
        this.announced = announced;
    }

    long erase(String key, Signature signature) {
        QuotaCharge.requireKey(key);
        read(tables -> tables.ids(key)).forEach(id -> removeHistory(id, Long.MAX_VALUE));
        SortedSet<String> gone = read(tables -> tables.history().idsInHistory(key));
        gone.forEach(id -> removeHistory(id, Long.MAX_VALUE));
        // Read in another transaction, so that what this one sees is no older than its locks.
        SortedSet<String> ids = read(tables -> tables.ids(key));
        return many.inParts(ids, (tables, locked) -> erase(tables, locked, gone, key, signature), announced);
    }

    private TransactionResult<Optional<AuditEntry>> erase(
            LedgerTables tables, Collection<Account> locked, SortedSet<String> gone, String key, Signature signature) {
        OperatorTables operators = operators(tables);
        if (!gone.isEmpty()) {
            operators.history().remove(gone);
        }
        if (!locked.isEmpty()) {
            operators.history().remove(ids(locked));
            operators.remove(locked);
        }
        operators.forget(key);
        return TransactionResult.changed(Optional.of(removal(QuotaAct.ERASED, locked, operators, signature)));
    }

    long countErase(String key) {
        QuotaCharge.requireKey(key);
        return read(tables -> tables.ids(key)).size();
    }

    long countPurge(Instant idleSince) {
        Instant since = over(idleSince);
        return many.sum((tables, range) -> tables.countIdle(since, range, settings.now()));
    }

    long purge(Instant idleSince, Signature signature) {
        Instant since = over(idleSince);
        AccountWalk walk = many.walk();
        long removed = 0;
        while (walk.goesOn()) {
            SortedSet<String> ids =
                    walk.next((tables, range) -> tables.idle(since, range, ManyAccounts.BATCH, settings.now()));
            removed += purge(ids, since, signature);
        }
        return removed;
    }

    /** Accounts with long histories are taken apart, and theirs go first. */
    private long purge(SortedSet<String> ids, Instant since, Signature signature) {
        if (ids.isEmpty()) {
            return 0;
        }
        if (read(tables -> tables.history().hasMoreWindows(ids, MAX_WINDOWS))) {
            if (ids.size() > 1) {
                String middle = List.copyOf(ids).get(ids.size() / 2);
                return purge(ids.headSet(middle), since, signature) + purge(ids.tailSet(middle), since, signature);
            }
            removeHistory(ids.first(), since.toEpochMilli());
        }
        return many.inParts(ids, (tables, locked) -> purge(tables, locked, since, signature), announced);
    }

    /** A purge repeats its condition in its DELETE; should that leave one of the locked, nothing is removed. */
    private TransactionResult<Optional<AuditEntry>> purge(
            LedgerTables tables, Collection<Account> locked, Instant since, Signature signature) {
        Instant now = settings.now();
        List<Account> idle = locked.stream()
                .filter(account -> new AccountView(account, now).isIdleSince(since))
                .toList();
        if (idle.isEmpty()) {
            return TransactionResult.unchanged(Optional.empty());
        }
        OperatorTables operators = operators(tables);
        operators.history().remove(ids(idle));
        if (operators.removeIdle(idle, since, now) != idle.size()) {
            throw QuotaStoreException.notCharged("accounts that are locked are not idle any more", null);
        }
        return TransactionResult.changed(Optional.of(removal(QuotaAct.PURGED, idle, operators, signature)));
    }

    private AuditEntry removal(
            QuotaAct act, Collection<Account> accounts, OperatorTables operators, Signature signature) {
        AuditEntry entry = AuditEntry.of(
                settings.namespace(), new AdminChange(act, (long) accounts.size(), 0L), signature, settings.now());
        operators.add(entry);
        return entry;
    }

    /** Long histories go first, piece by piece, so that the account is not locked for long. */
    private void removeHistory(String id, long before) {
        boolean more = true;
        while (more) {
            more = gate.access(runner -> runner.change(tables -> {
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
