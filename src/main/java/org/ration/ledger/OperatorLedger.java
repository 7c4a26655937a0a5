// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.admin.AccountActs;
import org.ration.admin.AccountCount;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountHistory;
import org.ration.admin.AccountPage;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.AuditPage;
import org.ration.admin.AuditRecord;
import org.ration.admin.PastWindow;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountView;
import org.ration.ledger.account.Adjustment;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.account.TimeBounds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.OperatorTables;
import org.ration.ledger.transaction.TransactionResult;

/**
 * The administration on the ledger's tables. Each act is a short transaction that locks its accounts, changes them by their
 * own methods, and writes the audit.
 *
 * <p>Acts on many accounts read ids, lock a batch of them in the order of their ids, and check again what may have changed.
 * Each batch is a separate transaction: when one fails, those before it stand.
 */
final class OperatorLedger extends ActsOnAccounts implements QuotaAdministration {

    /** Accounts that are locked at a time. */
    private static final int BATCH = 256;

    /** Windows that are removed in one transaction before the account is locked. */
    private static final int MAX_WINDOWS = 5000;

    /** Windows and entries that are shown with an account. */
    private static final int MAX_PAST = 100;

    /** Signs what the application does by its own code. */
    private static final Signature APPLICATION = new Signature("application", "QuotaRegistry.reset");

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final LedgerListener listener;

    OperatorLedger(DatabaseGate gate, LedgerSettings settings, LedgerListener listener) {
        this.gate = gate;
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public Instant now() {
        return settings.now();
    }

    @Override
    Instant currentTime() {
        return now();
    }

    @Override
    public AccountPage find(AccountFilter filter, AccountSort sort, boolean descending, int page, int size) {
        int offset = offset(page, size);
        List<Account> found = read(tables -> tables.find(filter, sort, descending, offset, size + 1, now()));
        Instant now = now();
        return new AccountPage(
                firstOf(found, size, account -> new AccountView(account, now).show()), found.size() > size);
    }

    @Override
    public AccountCount count(AccountFilter filter) {
        return read(tables -> new AccountCount(tables.count(filter, now()), tables.countResettable(filter, now())));
    }

    @Override
    public Optional<AccountHistory> account(String id) {
        Objects.requireNonNull(id, "id");
        return read(tables -> tables.account(id).map(account -> history(tables, account)));
    }

    private AccountHistory history(OperatorTables tables, Account account) {
        Instant now = now();
        List<PastWindow> windows = new ArrayList<>();
        account.endedWindow(now).map(ClosedWindow::view).ifPresent(windows::add);
        tables.windows(account.id(), MAX_PAST - windows.size()).stream()
                .map(ClosedWindow::view)
                .forEach(windows::add);
        List<AuditRecord> audit = firstOf(tables.auditOf(account.id(), MAX_PAST), MAX_PAST, AuditEntry::view);
        return new AccountHistory(new AccountView(account, now).show(), windows, audit);
    }

    @Override
    public AuditPage audit(int page, int size) {
        int offset = offset(page, size);
        List<AuditEntry> found = read(tables -> tables.audit(offset, size + 1));
        return new AuditPage(firstOf(found, size, AuditEntry::view), found.size() > size);
    }

    @Override
    public QuotaAccount prepare(String key, QuotaPolicy policy, Signature signature) {
        Objects.requireNonNull(signature, "signature");
        QuotaCharge first = new QuotaCharge(key, settings.zoned(policy), 0);
        Account account = Account.unused(settings.ids(), first);
        Instant now = now();
        AdminChange change = new Adjustment(account, now).prepare();
        return answer(gate.access(runner -> {
            if (runner.addIfMissing(AccountInsert.of(account), () -> AuditEntry.of(account, change, signature, now))) {
                return new Done(account, AuditEntry.of(account, change, signature, now), null);
            }
            return runner.read(tables -> operators(tables).account(account.id()))
                    .map(found -> new Done(found, null, null))
                    .orElseThrow(OperatorLedger::removedMeanwhile);
        }));
    }

    @Override
    public AccountActs forecast() {
        return new ForecastActs(id -> read(tables -> tables.account(id)), this::now);
    }

    @Override
    public long resetAll(AccountFilter filter, long atMost, Signature signature) {
        requireConfirmed(filter, atMost);
        long reset = 0;
        String last = "";
        while (reset < atMost) {
            String behind = last;
            int most = (int) Math.min(BATCH, atMost - reset);
            SortedSet<String> ids = read(tables -> tables.resettable(filter, behind, most, now()));
            if (ids.isEmpty()) {
                break;
            }
            reset += reset(ids, filter, signature);
            last = ids.last();
        }
        return reset;
    }

    private void requireConfirmed(AccountFilter filter, long atMost) {
        if (atMost < 0) {
            throw new IllegalArgumentException("atMost is " + atMost + "; use 0 or more");
        }
        if (read(tables -> tables.countResettable(filter, now())) > atMost) {
            throw new QuotaActRefusedException(Refusal.MORE_THAN_CONFIRMED);
        }
    }

    @Override
    public long erase(String key, Signature signature) {
        QuotaCharge.requireKey(key);
        read(tables -> tables.ids(key)).forEach(this::removeHistory);
        // Read in another transaction, so that what this one sees is no older than its locks.
        SortedSet<String> ids = read(tables -> tables.ids(key));
        return inParts(ids, (tables, locked) -> erase(tables, locked, key, signature), this::removed);
    }

    private TransactionResult<Optional<AuditEntry>> erase(
            LedgerTables tables, Collection<Account> locked, String key, Signature signature) {
        OperatorTables operators = operators(tables);
        remove(operators, locked);
        operators.forget(key);
        return TransactionResult.changed(Optional.of(removal(QuotaAct.ERASED, locked, operators, signature)));
    }

    @Override
    public long countErase(String key) {
        QuotaCharge.requireKey(key);
        return read(tables -> tables.ids(key)).size();
    }

    @Override
    public long countPurge(Instant idleSince) {
        Instant since = over(idleSince);
        return read(tables -> tables.countIdle(since, now()));
    }

    @Override
    public long purge(Instant idleSince, Signature signature) {
        Instant since = over(idleSince);
        long removed = 0;
        String last = "";
        while (true) {
            String behind = last;
            SortedSet<String> ids = read(tables -> tables.idle(since, behind, BATCH, now()));
            if (ids.isEmpty()) {
                return removed;
            }
            removed += inParts(ids, (tables, locked) -> purge(tables, locked, since, signature), this::removed);
            last = ids.last();
        }
    }

    /** Sets used to 0 in the open windows of accounts, as an act of the application; tells how many had something used. */
    int reset(SortedSet<String> ids) {
        return ids.isEmpty() ? 0 : (int) reset(ids, AccountFilter.ALL, APPLICATION);
    }

    private long reset(SortedSet<String> ids, AccountFilter filter, Signature signature) {
        return inParts(ids, (tables, locked) -> reset(tables, locked, filter, signature), this::announced);
    }

    private TransactionResult<List<AuditEntry>> reset(
            LedgerTables tables, Collection<Account> locked, AccountFilter filter, Signature signature) {
        Instant now = now();
        List<AuditEntry> entries = new ArrayList<>();
        List<Account> changed = new ArrayList<>();
        for (Account account : locked) {
            if (new AccountView(account, now).matches(filter)) {
                new Adjustment(account, now).reset().ifPresent(change -> {
                    changed.add(account);
                    entries.add(AuditEntry.of(account, change, signature, now));
                });
            }
        }
        if (!changed.isEmpty()) {
            tables.write(changed);
        }
        entries.forEach(operators(tables)::add);
        return new TransactionResult<>(entries, !entries.isEmpty());
    }

    /** A purge repeats its condition in its DELETE; should that leave one of the locked, nothing is removed. */
    private TransactionResult<Optional<AuditEntry>> purge(
            LedgerTables tables, Collection<Account> locked, Instant since, Signature signature) {
        Instant now = now();
        List<Account> idle = locked.stream()
                .filter(account -> new AccountView(account, now).isIdleSince(since))
                .toList();
        if (idle.isEmpty()) {
            return TransactionResult.unchanged(Optional.empty());
        }
        OperatorTables operators = operators(tables);
        operators.removeWindows(idle);
        if (operators.removeIdle(idle, since, now) != idle.size()) {
            throw QuotaStoreException.notCharged("accounts that are locked are not idle any more", null);
        }
        return TransactionResult.changed(Optional.of(removal(QuotaAct.PURGED, idle, operators, signature)));
    }

    /**
     * Acts on many accounts in one transaction, which waits for none that others have locked while it keeps the rest; then on
     * each of those in a transaction of its own.
     *
     * @param announced tells listeners what was done, and answers on how many accounts
     */
    private <T> long inParts(SortedSet<String> ids, ActOnLocked<T> act, ToLongFunction<T> announced) {
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

    private AuditEntry removal(
            QuotaAct act, Collection<Account> accounts, OperatorTables operators, Signature signature) {
        AuditEntry entry =
                AuditEntry.of(settings.namespace(), new AdminChange(act, (long) accounts.size(), 0L), signature, now());
        operators.add(entry);
        return entry;
    }

    /** Long histories go first, piece by piece, so that the account is not locked for long. */
    private void removeHistory(String id) {
        boolean more = true;
        while (more) {
            more = gate.access(runner -> runner.change(tables -> {
                boolean removed = operators(tables).removeOldest(id, MAX_WINDOWS);
                return new TransactionResult<>(removed, removed);
            }));
        }
    }

    private static void remove(OperatorTables tables, Collection<Account> accounts) {
        if (!accounts.isEmpty()) {
            tables.removeWindows(accounts);
            tables.remove(accounts);
        }
    }

    private static QuotaStoreException removedMeanwhile() {
        return QuotaStoreException.notCharged("the account was removed at the same time", null);
    }

    @Override
    QuotaAccount act(AccountRef account, Signature signature, Function<Adjustment, Optional<AdminChange>> change) {
        Objects.requireNonNull(signature, "signature");
        return answer(gate.access(runner -> runner.change(tables -> attempt(tables, account, signature, change))));
    }

    private TransactionResult<Done> attempt(
            LedgerTables tables,
            AccountRef ref,
            Signature signature,
            Function<Adjustment, Optional<AdminChange>> change) {
        try {
            Account account = lock(tables, ref);
            Instant now = now();
            Optional<AdminChange> changed = change.apply(new Adjustment(account, now));
            Optional<AuditEntry> entry = changed.map(what -> AuditEntry.of(account, what, signature, now));
            entry.ifPresent(operators(tables)::add);
            return new TransactionResult<>(new Done(account, entry.orElse(null), null), entry.isPresent());
        } catch (QuotaActRefusedException refused) {
            return TransactionResult.unchanged(new Done(null, null, refused.refusal()));
        }
    }

    private Account lock(LedgerTables tables, AccountRef ref) {
        Account locked = tables.lock(new TreeSet<>(List.of(ref.id()))).get(ref.id());
        return found(
                Optional.ofNullable(locked)
                        .filter(account -> account.namespace().equals(settings.namespace())),
                ref);
    }

    /** Notifies the listener of an act that is done, when no connection is held any more. */
    private QuotaAccount answer(Done done) {
        if (done.refused != null) {
            throw new QuotaActRefusedException(done.refused);
        }
        if (done.entry != null) {
            listener.adjusted(done.entry.view());
        }
        return new AccountView(done.account, now()).show();
    }

    private long announced(List<AuditEntry> entries) {
        entries.forEach(entry -> listener.adjusted(entry.view()));
        return entries.size();
    }

    /** The number of accounts that are removed. */
    private long removed(Optional<AuditEntry> removal) {
        Optional<AuditRecord> record = removal.map(AuditEntry::view);
        record.ifPresent(listener::adjusted);
        return record.map(removed -> removed.before().orElseThrow()).orElse(0L);
    }

    private OperatorTables operators(LedgerTables tables) {
        return tables.ofOperators(settings.ids());
    }

    private <T> T read(Function<OperatorTables, T> work) {
        return gate.access(runner -> runner.read(tables -> work.apply(operators(tables))));
    }

    private static <F, T> List<T> firstOf(List<F> found, int size, Function<F, T> view) {
        return found.stream().limit(size).map(view).toList();
    }

    private static int offset(int page, int size) {
        if (page < 0 || size < 1 || size > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException(
                    "page is " + page + " and size " + size + "; use 0 or more, and 1 to " + MAX_PAGE_SIZE);
        }
        if ((long) page * size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("page " + page + " is out of range");
        }
        return page * size;
    }

    /** No later than what is over for every node, whatever its clock: a node behind would open the window anew. */
    private Instant over(Instant idleSince) {
        requirePast(idleSince);
        Instant over = gate.access(
                runner -> runner.read(tables -> settings.over(Instant.ofEpochMilli(tables.databaseMillis()))));
        return idleSince.isBefore(over) ? idleSince : over;
    }

    private void requirePast(Instant since) {
        TimeBounds.require("idleSince", since);
        if (since.isAfter(now())) {
            throw new IllegalArgumentException("idleSince is " + since + ", which is in the future");
        }
    }

    /** What an act came to: an account, with an entry if something has changed, or a refusal. */
    private record Done(@Nullable Account account, @Nullable AuditEntry entry, @Nullable Refusal refused) {}

    /** What is done to accounts that are locked, within a transaction. */
    private interface ActOnLocked<T> {

        TransactionResult<T> on(LedgerTables tables, Collection<Account> locked);
    }

    /** What was done in one transaction, and the accounts that it left out, since others have locked them. */
    private record Part<T>(T done, Set<String> skipped) {}
}
