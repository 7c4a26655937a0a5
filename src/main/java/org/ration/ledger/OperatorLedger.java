// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
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
import org.ration.admin.HoldPage;
import org.ration.admin.PastWindow;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountBook;
import org.ration.ledger.account.AccountView;
import org.ration.ledger.account.Adjustment;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.OperatorTables;
import org.ration.ledger.sql.ReceiptTables;
import org.ration.ledger.transaction.TransactionResult;

/**
 * The administration on the ledger's tables. Each act is a short transaction that locks its accounts, changes them by
 * their own methods, and writes the audit.
 *
 * <p>Acts on many accounts read ids, lock a batch of them in the order of their ids, and check again what may have
 * changed. Each batch is a separate transaction: when one fails, those before it stand.
 */
final class OperatorLedger extends ActsOnAccounts implements QuotaAdministration {

    /** Windows and entries that are shown with an account. */
    private static final int MAX_PAST = 100;

    /** Signs what the application does by its own code. */
    private static final Signature APPLICATION = new Signature("application", "QuotaRegistry.reset");

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final LedgerListener listener;
    private final ManyAccounts many;
    private final Removals removals;
    private final HoldRelease releases;

    OperatorLedger(DatabaseGate gate, LedgerSettings settings, LedgerListener listener) {
        this.gate = gate;
        this.settings = settings;
        this.listener = listener;
        this.many = new ManyAccounts(gate, settings);
        this.removals = new Removals(gate, settings, this::removed);
        this.releases = new HoldRelease(gate, settings, listener);
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
        return new AccountCount(
                many.sum((tables, range) -> tables.count(filter, range, now())),
                many.sum((tables, range) -> tables.countResettable(filter, range, now())));
    }

    @Override
    public Optional<AccountHistory> account(String id) {
        Objects.requireNonNull(id, "id");
        return read(tables -> tables.account(id, now()).map(account -> history(tables, account)));
    }

    private AccountHistory history(OperatorTables tables, Account account) {
        Instant now = now();
        List<PastWindow> windows = new ArrayList<>();
        account.endedWindow(now).map(ClosedWindow::view).ifPresent(windows::add);
        tables.history().windows(account.id(), MAX_PAST - windows.size()).stream()
                .map(ClosedWindow::view)
                .forEach(windows::add);
        List<AuditRecord> audit = firstOf(tables.auditOf(account.id(), MAX_PAST), MAX_PAST, AuditEntry::view);
        return new AccountHistory(new AccountView(account, now).show(), windows, audit);
    }

    @Override
    public HoldPage holds(String account, int page, int size) {
        Objects.requireNonNull(account, "account");
        int offset = offset(page, size);
        List<Receipt> open = gate.access(runner -> runner.read(tables -> {
            Instant now = now();
            return operators(tables)
                    .account(account, now)
                    .map(known -> tables.receipts().open(known, now, offset, size + 1))
                    .orElse(List.of());
        }));
        return new HoldPage(firstOf(open, size, Receipt::view), open.size() > size);
    }

    @Override
    public QuotaAccount releaseHold(AccountRef account, String hold, Signature signature) {
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(signature, "signature");
        return releases.release(account, hold, signature);
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
        return answer(gate.accessIsolated(runner -> {
            if (runner.addIfMissing(AccountInsert.of(account), () -> AuditEntry.of(account, change, signature, now))) {
                return new Done(account, AuditEntry.of(account, change, signature, now), null);
            }
            return runner.read(tables -> operators(tables).account(account.id(), now()))
                    .map(found -> new Done(found, null, null))
                    .orElseThrow(OperatorLedger::removedMeanwhile);
        }));
    }

    @Override
    public AccountActs forecast() {
        return new ForecastActs(id -> read(tables -> tables.account(id, now())), this::now);
    }

    @Override
    public long erase(String key, Signature signature) {
        return removals.erase(key, signature);
    }

    @Override
    public long countErase(String key) {
        return removals.countErase(key);
    }

    @Override
    public long countPurge(Instant idleSince) {
        return removals.countPurge(idleSince);
    }

    @Override
    public long purge(Instant idleSince, Signature signature) {
        return removals.purge(idleSince, signature);
    }

    @Override
    public long resetAll(AccountFilter filter, long atMost, Signature signature) {
        requireConfirmed(filter, atMost);
        AccountWalk walk = many.walk();
        ActOnMany<List<AuditEntry>> act = reset(filter, signature);
        while (walk.goesOn() && act.done() + act.leftOut() < atMost) {
            int most = (int) Math.min(ManyAccounts.BATCH, atMost - act.done() - act.leftOut());
            act.onFree(walk.next((tables, range) -> tables.resettable(filter, range, most, now())));
        }
        act.onLeftOut();
        act.warnIfIncomplete();
        return act.done();
    }

    private void requireConfirmed(AccountFilter filter, long atMost) {
        if (atMost < 0) {
            throw new IllegalArgumentException("atMost is " + atMost + "; use 0 or more");
        }
        if (many.sum((tables, range) -> tables.countResettable(filter, range, now())) > atMost) {
            throw new QuotaActRefusedException(Refusal.MORE_THAN_CONFIRMED);
        }
    }

    /**
     * Sets used to 0 in the open windows of accounts, as an act of the application; answers how many had something
     * used.
     */
    int reset(SortedSet<String> ids) {
        ActOnMany<List<AuditEntry>> act = reset(AccountFilter.ALL, APPLICATION);
        act.onFree(ids);
        act.onLeftOut();
        act.requireComplete();
        return (int) act.done();
    }

    private ActOnMany<List<AuditEntry>> reset(AccountFilter filter, Signature signature) {
        return many.act((tables, locked, wait) -> reset(tables, locked, filter, signature), this::announced);
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

    private static QuotaStoreException removedMeanwhile() {
        return QuotaStoreException.notCharged("the account was removed at the same time", null);
    }

    @Override
    QuotaAccount act(AccountRef account, Signature signature, Function<Adjustment, Optional<AdminChange>> change) {
        Objects.requireNonNull(signature, "signature");
        Optional<Done> atOnce = gate.access(
                runner -> runner.changeIfFree(tables -> attempt(tables, account, signature, change, false)));
        return answer(atOnce.orElseGet(() -> gate.accessIsolated(
                        runner -> runner.change(tables -> attempt(tables, account, signature, change, true)))
                .orElseThrow()));
    }

    /** Empty if another session has the account locked, and it is not to be waited for; neither is it for a receipt. */
    private TransactionResult<Optional<Done>> attempt(
            LedgerTables tables,
            AccountRef ref,
            Signature signature,
            Function<Adjustment, Optional<AdminChange>> change,
            boolean wait) {
        SortedSet<String> id = new TreeSet<>(List.of(ref.id()));
        Map<String, Account> locked = tables.lockToCharge(id, wait);
        if (!wait && !tables.notLocked(id, locked).isEmpty()) {
            return TransactionResult.unchanged(Optional.empty());
        }
        try {
            Account account = found(Optional.ofNullable(locked.get(ref.id())).filter(this::isOurs), ref);
            Instant now = now();
            ReceiptTables receipts = tables.receipts(wait);
            AccountBook book = new AccountBook(Map.of(account.id(), account), receipts, now, settings.rules());
            List<EndedHold> ended = receipts.endHolds(
                            book, of -> settings.holdsEndedBy(now, () -> tables.databaseMillis(of)))
                    .holds();
            Optional<Long> startBefore = account.windowStart();
            Optional<AuditEntry> entry = change.apply(new Adjustment(account, now))
                    .map(changed -> AuditEntry.of(account, changed, signature, now));
            if (entry.isPresent()) {
                moveReceipts(tables, account, startBefore);
                tables.write(List.of(account));
                operators(tables).add(entry.get());
            }
            return new TransactionResult<>(
                    Optional.of(new Done(account, entry.orElse(null), null, ended)), entry.isPresent());
        } catch (QuotaActRefusedException refused) {
            return TransactionResult.unchanged(Optional.of(new Done(null, null, refused.refusal())));
        }
    }

    /** A window that was opened by mistake is given another start. */
    private void moveReceipts(LedgerTables tables, Account account, Optional<Long> startBefore) {
        if (!account.windowStart().equals(startBefore)) {
            operators(tables)
                    .moveReceipts(
                            account.id(),
                            startBefore.orElseThrow(),
                            account.windowStart().orElseThrow());
        }
    }

    private boolean isOurs(Account account) {
        return account.namespace().equals(settings.namespace());
    }

    /** Notifies the listener of an act that is done, when no connection is held any more. */
    private QuotaAccount answer(Done done) {
        if (done.refused != null) {
            throw new QuotaActRefusedException(done.refused);
        }
        if (done.entry != null) {
            listener.ended(done.ended);
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

    /** The result of an act: an account, with an entry and the ended holds if something has changed, or a refusal. */
    private record Done(
            @Nullable Account account, @Nullable AuditEntry entry, @Nullable Refusal refused, List<EndedHold> ended) {

        Done(@Nullable Account account, @Nullable AuditEntry entry, @Nullable Refusal refused) {
            this(account, entry, refused, List.of());
        }
    }
}
