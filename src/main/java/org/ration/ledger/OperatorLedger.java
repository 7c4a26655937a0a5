package org.ration.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AccountQuery;
import org.ration.ledger.account.AccountQuery.Sorting;
import org.ration.ledger.account.Actor;
import org.ration.ledger.account.AdminAction;
import org.ration.ledger.account.AdminActionRefused;
import org.ration.ledger.account.AdminChange;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.OperatorTables;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * What operators see and do. Each act is a short transaction that locks its accounts, changes them by their own methods,
 * and writes the audit; so it is in force from the next charge on, on every node, and never undoes a charge.
 *
 * <p>Acts on many accounts read ids, lock a batch of them in the order of their ids, and look again at what may have
 * changed. Another batch is another transaction: when one fails, those before it stand.
 *
 * <p>Store trouble is a {@link QuotaStoreException}. An {@link AdminActionRefused} says that nothing has changed. Safe for use by
 * many threads.
 */
public final class OperatorLedger {

    /** The most accounts that are locked at a time. */
    public static final int BATCH = 256;

    /** The most windows that are removed in one transaction before the account is locked. */
    private static final int WINDOWS = 5000;

    private final DatabaseGate store;
    private final Supplier<Instant> clock;
    private final LedgerListener listener;

    OperatorLedger(DatabaseGate store, Supplier<Instant> clock, LedgerListener listener) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * One account that an act is on.
     *
     * @param id the account's id
     * @param version the version that it must have; empty for any
     */
    public record Target(String id, OptionalLong version) {}

    /**
     * The time by which charges are counted.
     *
     * @return whole milliseconds
     */
    public Instant now() {
        return clock.get();
    }

    /**
     * A page of accounts.
     *
     * @param query which
     * @param sorting in which order
     * @param descending whether backwards
     * @param offset how many to leave out
     * @param most how many at most
     * @return the accounts, as they stand
     */
    public List<Account> find(AccountQuery query, Sorting sorting, boolean descending, int offset, int most) {
        return read(tables -> tables.find(query, sorting, descending, offset, most, now()));
    }

    /**
     * Counts accounts.
     *
     * @param query which
     * @return how many match
     */
    public long count(AccountQuery query) {
        return read(tables -> tables.count(query, now()));
    }

    /**
     * Counts accounts that a reset would change.
     *
     * @param query which
     * @return how many match and have something used in an open window
     */
    public long countResettable(AccountQuery query) {
        return read(tables -> tables.countResettable(query, now()));
    }

    /**
     * One account.
     *
     * @param id its id
     * @return the account, as it stands; empty if there is none
     */
    public Optional<Account> account(String id) {
        return read(tables -> tables.account(id));
    }

    /**
     * History of an account.
     *
     * @param id its id
     * @param most how many at most
     * @return windows that are archived, the latest first
     */
    public List<ClosedWindow> windows(String id, int most) {
        return read(tables -> tables.windows(id, most));
    }

    /**
     * What was done to an account.
     *
     * @param id its id
     * @param most how many at most
     * @return the latest first
     */
    public List<AuditEntry> auditOf(String id, int most) {
        return read(tables -> tables.auditOf(id, most));
    }

    /**
     * What was done to all accounts.
     *
     * @param offset how many to leave out
     * @param most how many at most
     * @return the latest first
     */
    public List<AuditEntry> audit(int offset, int most) {
        return read(tables -> tables.audit(offset, most));
    }

    /**
     * Makes the account of a key that was never charged. With one there nothing changes.
     *
     * @param key the key
     * @param policy its scope, period and limit
     * @param signed who and why
     * @return the account as it stands then
     */
    public Account prepare(String key, QuotaPolicy policy, Actor signed) {
        QuotaCharge first = new QuotaCharge(key, policy, 0);
        String id = AccountIds.of(key, policy);
        Account account = Account.unused(id, first);
        Instant now = now();
        AdminChange change = account.prepare(now);
        return done(store.access(turn -> {
            boolean added =
                    turn.addIfMissing(AccountInsert.of(account), () -> AuditEntry.of(account, change, signed, now));
            Account found =
                    turn.read(tables -> tables.ofOperators().account(id)).orElseThrow(OperatorLedger::removedMeanwhile);
            return new Done(found, added ? AuditEntry.of(account, change, signed, now) : null, null);
        }));
    }

    /**
     * Sets an override.
     *
     * @param target the account
     * @param limit the units of one window
     * @param until from when it is no longer in force, in the future; empty for no end
     * @param signed who and why
     * @return the account as it stands then
     * @throws IllegalArgumentException if the limit is none, or the end is not in the future
     * @throws AdminActionRefused if there is no such account, or it has another version
     */
    public Account override(Target target, long limit, Optional<Instant> until, Actor signed) {
        QuotaPolicy.requireLimit(limit);
        if (until.isPresent() && !until.get().isAfter(now())) {
            throw new IllegalArgumentException("until is " + until.get() + ", which is not in the future");
        }
        return act(
                target,
                signed,
                (account, now) -> Optional.of(account.override(limit, until, signed.by(), signed.reason(), now)));
    }

    /**
     * Takes the override away. Without one nothing changes.
     *
     * @param target the account
     * @param signed who and why
     * @return the account as it stands then
     * @throws AdminActionRefused if there is no such account, or it has another version
     */
    public Account clearOverride(Target target, Actor signed) {
        return act(target, signed, Account::clearOverride);
    }

    /**
     * Grants extra units for the open window; negative ones take back.
     *
     * @param target the account
     * @param units not 0
     * @param signed who and why
     * @return the account as it stands then
     * @throws IllegalArgumentException if it is 0 or out of range
     * @throws AdminActionRefused if there is no such account, it has another version, no window is open, or the sum is out of range
     */
    public Account grant(Target target, long units, Actor signed) {
        requireUnits(units);
        return act(target, signed, (account, now) -> Optional.of(account.grant(units, now)));
    }

    /**
     * Corrects what is used in the open window.
     *
     * @param target the account
     * @param units what to add; not 0
     * @param signed who and why
     * @return the account as it stands then
     * @throws IllegalArgumentException if it is 0 or out of range
     * @throws AdminActionRefused if there is no such account, it has another version, no window is open, or the sum is out of range
     */
    public Account correct(Target target, long units, Actor signed) {
        requireUnits(units);
        return act(target, signed, (account, now) -> Optional.of(account.correct(units, now)));
    }

    /**
     * Sets used to 0 in the open window. With nothing used nothing changes.
     *
     * @param target the account
     * @param signed who and why
     * @return the account as it stands then
     * @throws AdminActionRefused if there is no such account, or it has another version
     */
    public Account reset(Target target, Actor signed) {
        return act(target, signed, Account::reset);
    }

    /**
     * Sets used to 0 in the open windows of accounts, and never in more than was agreed to.
     *
     * @param query which
     * @param atMost how many at most
     * @param signed who and why
     * @return how many were reset
     * @throws AdminActionRefused if more would be
     */
    public long resetAll(AccountQuery query, long atMost, Actor signed) {
        if (countResettable(query) > atMost) {
            throw new AdminActionRefused(AdminActionRefused.Reason.MORE_THAN_CONFIRMED);
        }
        long reset = 0;
        String last = "";
        while (reset < atMost) {
            String behind = last;
            int most = (int) Math.min(BATCH, atMost - reset);
            SortedSet<String> ids = read(tables -> tables.resettable(query, behind, most, now()));
            if (ids.isEmpty()) {
                break;
            }
            reset += told(store.access(turn -> reset(turn, ids, query, signed)));
            last = ids.last();
        }
        return reset;
    }

    /**
     * Erases a key: its accounts, their history, and what identifies it in the audit.
     *
     * @param key the key
     * @param signed who and why
     * @return how many accounts there were
     */
    public long erase(String key, Actor signed) {
        QuotaCharge.requireKey(key);
        read(tables -> tables.ids(key)).forEach(this::removeHistory);
        // Read in another transaction, so that what this one sees is no older than its locks.
        SortedSet<String> ids = read(tables -> tables.ids(key));
        return removed(store.access(turn -> turn.change(tables -> {
            OperatorTables operators = tables.ofOperators();
            Collection<Account> locked = lock(tables, ids);
            remove(operators, locked);
            operators.forget(key, BATCH);
            AuditEntry entry =
                    AuditEntry.of(new AdminChange(AdminAction.ERASED, (long) locked.size(), 0L), signed, now());
            operators.add(entry);
            return TransactionResult.changed(Optional.of(entry));
        })));
    }

    /**
     * Counts what a purge would remove.
     *
     * @param since windows that ended before it
     * @return how many accounts
     */
    public long countIdle(Instant since) {
        requirePast(since);
        return read(tables -> tables.countIdle(since, now()));
    }

    /**
     * Removes accounts whose window ended before an instant, or that never had one, with their history. Accounts with an
     * override in force stay.
     *
     * @param since windows that ended before it; not in the future
     * @param signed who and why
     * @return how many were removed
     */
    public long purge(Instant since, Actor signed) {
        requirePast(since);
        long removed = 0;
        String last = "";
        while (true) {
            String behind = last;
            SortedSet<String> ids = read(tables -> tables.idle(since, behind, BATCH, now()));
            if (ids.isEmpty()) {
                return removed;
            }
            removed += removed(store.access(turn -> purge(turn, ids, since, signed)));
            last = ids.last();
        }
    }

    /** Sets used to 0 in the open windows of accounts, as an act of the application; tells how many had something used. */
    int reset(Function<TransactionRunner, SortedSet<String>> which) {
        AccountQuery any = new AccountQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return told(store.access(turn -> {
            SortedSet<String> ids = which.apply(turn);
            return ids.isEmpty() ? List.of() : reset(turn, ids, any, Actor.BY_THE_APPLICATION);
        }));
    }

    private List<AuditEntry> reset(TransactionRunner turn, SortedSet<String> ids, AccountQuery query, Actor signed) {
        return turn.change(tables -> {
            Map<String, Account> locked = tables.lock(ids);
            Instant now = now();
            List<AuditEntry> entries = locked.values().stream()
                    .filter(account -> query.stillMatches(account, now))
                    .flatMap(account ->
                            account.reset(now).stream().map(change -> AuditEntry.of(account, change, signed, now)))
                    .toList();
            entries.forEach(tables.ofOperators()::add);
            return new TransactionResult<>(entries, !entries.isEmpty());
        });
    }

    /** A purge repeats its condition in its DELETE; should that leave one of the locked, nothing is removed. */
    private Optional<AuditEntry> purge(TransactionRunner turn, SortedSet<String> ids, Instant since, Actor signed) {
        return turn.change(tables -> {
            Map<String, Account> locked = tables.lock(ids);
            Instant now = now();
            List<Account> idle = locked.values().stream()
                    .filter(account -> account.isIdleSince(since, now))
                    .toList();
            if (idle.isEmpty()) {
                return TransactionResult.unchanged(Optional.empty());
            }
            OperatorTables operators = tables.ofOperators();
            operators.removeWindows(idle);
            if (operators.removeIdle(idle, since, now) != idle.size()) {
                throw QuotaStoreException.notCharged("accounts that are locked are not idle any more", null);
            }
            AuditEntry entry = AuditEntry.of(new AdminChange(AdminAction.PURGED, (long) idle.size(), 0L), signed, now);
            operators.add(entry);
            return TransactionResult.changed(Optional.of(entry));
        });
    }

    /** Tells of acts that are done, and holds no connection any more. */
    private int told(List<AuditEntry> entries) {
        entries.forEach(listener::adjusted);
        return entries.size();
    }

    /** Tells of accounts that are removed. */
    private long removed(Optional<AuditEntry> entry) {
        entry.ifPresent(listener::adjusted);
        return entry.map(removal -> removal.before().orElseThrow()).orElse(0L);
    }

    /** Long histories go first, piece by piece, so that the account is not locked for long. */
    private void removeHistory(String id) {
        boolean more = true;
        while (more) {
            more = store.access(turn -> turn.change(tables -> {
                boolean removed = tables.ofOperators().removeOldest(id, WINDOWS);
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

    private Account act(Target target, Actor signed, BiFunction<Account, Instant, Optional<AdminChange>> change) {
        return done(store.access(turn -> turn.change(tables -> attempt(tables, target, signed, change))));
    }

    /** Tells of an act that is done, and holds no connection any more. */
    private Account done(Done done) {
        if (done.refused != null) {
            throw done.refused;
        }
        if (done.entry != null) {
            listener.adjusted(done.entry);
        }
        return done.account;
    }

    private TransactionResult<Done> attempt(
            LedgerTables tables,
            Target target,
            Actor signed,
            BiFunction<Account, Instant, Optional<AdminChange>> change) {
        try {
            Account account = lock(tables, target);
            Instant now = now();
            Optional<AdminChange> changed = change.apply(account, now);
            Optional<AuditEntry> entry = changed.map(what -> AuditEntry.of(account, what, signed, now));
            entry.ifPresent(tables.ofOperators()::add);
            return new TransactionResult<>(new Done(account, entry.orElse(null), null), entry.isPresent());
        } catch (AdminActionRefused refused) {
            return TransactionResult.unchanged(new Done(null, null, refused));
        }
    }

    private static Account lock(LedgerTables tables, Target target) {
        Account account = tables.lock(new TreeSet<>(List.of(target.id()))).get(target.id());
        if (account == null) {
            throw new AdminActionRefused(AdminActionRefused.Reason.NO_ACCOUNT);
        }
        if (target.version().isPresent() && target.version().getAsLong() != account.adminVersion()) {
            throw new AdminActionRefused(AdminActionRefused.Reason.ADJUSTED_MEANWHILE);
        }
        return account;
    }

    private static Collection<Account> lock(LedgerTables tables, SortedSet<String> ids) {
        return ids.isEmpty() ? List.of() : tables.lock(ids).values();
    }

    private <T> T read(Function<OperatorTables, T> work) {
        return store.access(turn -> turn.read(tables -> work.apply(tables.ofOperators())));
    }

    private void requirePast(Instant since) {
        if (since.isAfter(now())) {
            throw new IllegalArgumentException("idleSince is " + since + ", which is in the future");
        }
    }

    private static void requireUnits(long units) {
        if (units == 0 || units < -QuotaPolicy.MAX_UNITS || units > QuotaPolicy.MAX_UNITS) {
            throw new IllegalArgumentException("units is " + units + "; use -" + QuotaPolicy.MAX_UNITS + " to "
                    + QuotaPolicy.MAX_UNITS + ", and not 0");
        }
    }

    /** What an act came to: an account, with an entry if something has changed, or a refusal. */
    private record Done(@Nullable Account account, @Nullable AuditEntry entry, @Nullable AdminActionRefused refused) {}
}
