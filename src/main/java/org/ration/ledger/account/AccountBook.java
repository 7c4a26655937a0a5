// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;

/**
 * Accounts that are locked, the receipts of the ids in question, and what becomes of them within one transaction: what
 * is here afterwards is to be written. Not thread-safe.
 */
public final class AccountBook {

    private final Map<String, Account> accounts;
    private final History history;
    private final Instant now;
    private final AccountRules rules;
    private final Map<String, List<Receipt>> receipts = new HashMap<>();
    private final Map<String, Account> changed = new TreeMap<>();
    private final List<ClosedWindow> closed = new ArrayList<>(0);
    private final List<ClosedWindow> corrected = new ArrayList<>(0);
    private final List<Receipt> added = new ArrayList<>(0);
    private final List<Receipt> settled = new ArrayList<>(0);
    private final List<Receipt> forgotten = new ArrayList<>(0);

    /**
     * A book of accounts that are locked.
     *
     * @param accounts by id
     * @param history the windows that are archived
     * @param now the instant of all decisions
     * @param rules what the settings say
     */
    public AccountBook(Map<String, Account> accounts, History history, Instant now, AccountRules rules) {
        this.accounts = accounts;
        this.history = history;
        this.now = now;
        this.rules = rules;
    }

    /** The accounts whose holds have to be looked at, since one may have come to its end; see {@link #endHolds}. */
    public List<Account> stale() {
        return accounts.values().stream()
                .filter(account -> account.isStale(now))
                .toList();
    }

    /**
     * Gives back what was held by those that have come to their end. {@code AccountRows} in {@code ledger.sql} has the
     * same in SQL, for looks without a lock; {@code HoldsModelTest} compares both.
     *
     * @param held all receipts that are held on the {@linkplain #stale stale} accounts
     * @param until the instant by which they have, which may be earlier than that of all decisions
     * @return those that have ended, changed; to be written before others are read
     */
    public EndedHolds endHolds(Collection<Receipt> held, Instant until) {
        EndedHolds ended = new EndedHolds();
        Map<String, List<Receipt>> byAccount = held.stream().collect(Collectors.groupingBy(Receipt::accountId));
        for (Account account : stale()) {
            endHolds(account, byAccount.getOrDefault(account.id(), List.of()), until, ended);
            changed.put(account.id(), account);
        }
        return ended;
    }

    private static void endHolds(Account account, List<Receipt> held, Instant until, EndedHolds ended) {
        List<Receipt> open = new ArrayList<>(held.size());
        for (Receipt receipt : held) {
            if (receipt.hasEnded(until)) {
                ended.add(account, receipt);
                receipt.end();
            } else {
                open.add(receipt);
            }
        }
        recount(account, open);
    }

    /**
     * Counts anew what is held on an account.
     *
     * @param held all receipts that are held on it
     */
    public static void recount(Account account, Collection<Receipt> held) {
        account.holds().clear();
        for (Receipt receipt : held) {
            long units = account.beganAt(receipt.windowStart()) ? receipt.held() : 0;
            account.holds().add(units, receipt.endsAt());
        }
    }

    /** Takes note of receipts that are there; those whose time is over are forgotten. */
    public void know(Collection<Receipt> known) {
        for (Receipt receipt : known) {
            if (receipt.isForgotten(now)) {
                forgotten.add(receipt);
            } else {
                receipts.computeIfAbsent(receipt.chargeId(), id -> new ArrayList<>(1))
                        .add(receipt);
            }
        }
    }

    /** Whether anything is known of an id. */
    public boolean knows(ChargeId id) {
        return receipts.containsKey(id.digest());
    }

    /** Whether what is known of an id are other charges. */
    public boolean conflicts(ChargeId id) {
        return receipts.get(id.digest()).stream().anyMatch(receipt -> !receipt.isOf(id));
    }

    /** The first decision on an id that is known; lines that were not remembered are shown in their current state. */
    public QuotaDecision replay(ChargeId id, List<ChargeLine> lines) {
        Map<String, Receipt> known =
                receipts.get(id.digest()).stream().collect(Collectors.toMap(Receipt::accountId, receipt -> receipt));
        Receipt any = known.values().iterator().next();
        List<QuotaUsage> usages = lines.stream()
                .map(line -> firstAnswer(line, known.get(line.accountId())))
                .toList();
        return new QuotaDecision(any.takenAt(), usages, List.of(), false, Optional.empty(), !any.isOfCall(id), false);
    }

    /** The first decision on the id of a digest; empty if it is not known. */
    public Optional<QuotaDecision> firstDecision(String digest) {
        List<Receipt> known = receipts.getOrDefault(digest, List.of());
        List<QuotaUsage> usages = known.stream()
                .sorted(Comparator.comparingInt(Receipt::line))
                .map(receipt -> receipt.answer(accounts.get(receipt.accountId())))
                .toList();
        return known.stream()
                .findFirst()
                .map(any -> new QuotaDecision(any.takenAt(), usages, List.of(), false, Optional.empty(), true, false));
    }

    private QuotaUsage firstAnswer(ChargeLine line, @Nullable Receipt receipt) {
        Account row = accounts.get(line.accountId());
        Account account = row == null ? Account.unused(line.ids(), line.charge()) : row;
        return receipt == null ? account.usage(line.policy(), now) : receipt.answer(account);
    }

    /** When the holds of an id that is known end; of charges that are not held, when they were taken. */
    public Instant endOf(ChargeId id) {
        return receipts.get(id.digest()).stream()
                .map(Receipt::endsAt)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Evaluates a list of charges by the accounts as they are by now. */
    public ChargeEvaluation evaluate(List<ChargeLine> lines) {
        return new ChargeEvaluation(lines, accounts, now, rules);
    }

    /** Takes charges, and remembers those with an id. */
    public void take(ChargeEvaluation evaluation, Optional<ChargeId> id) {
        closed.addAll(evaluation.take(changed));
        id.ifPresent(of -> {
            List<Receipt> made = evaluation.receipts(of);
            receipts.put(of.digest(), made);
            added.addAll(made);
        });
    }

    /**
     * Settles the charges of an id.
     *
     * @return what has changed, in the order of the lines; nothing if the id is not known, or not as it was looked up
     *     before the lock: one of its accounts is not in this book, or the charges are not as many as the numbers
     * @throws ArithmeticException if a counter would overflow; nothing has changed then
     */
    public List<SettledLine> settle(Settlement settlement) {
        List<Receipt> known = receipts.getOrDefault(settlement.digest(), List.of());
        if (!known.stream().allMatch(receipt -> isAsFound(receipt, settlement))) {
            return List.of();
        }
        List<Receipt> named =
                known.stream().filter(receipt -> !settlement.leaves(receipt)).toList();
        if (named.stream().anyMatch(receipt -> overflows(receipt, settlement))) {
            throw new ArithmeticException("a counter would pass " + Long.MAX_VALUE);
        }
        List<SettledLine> lines = named.stream()
                .sorted(Comparator.comparingInt(Receipt::line))
                .map(receipt -> settle(receipt, settlement))
                .toList();
        if (settlement.last()) {
            forget(settlement.digest(), named);
        }
        return lines;
    }

    private boolean isAsFound(Receipt receipt, Settlement settlement) {
        return accounts.containsKey(receipt.accountId()) && settlement.suits(receipt.lineCount());
    }

    private void forget(String digest, List<Receipt> named) {
        List<Receipt> left = receipts.getOrDefault(digest, List.of()).stream()
                .filter(receipt -> !named.contains(receipt))
                .toList();
        if (left.isEmpty()) {
            receipts.remove(digest);
        } else {
            receipts.put(digest, left);
        }
    }

    private boolean overflows(Receipt receipt, Settlement settlement) {
        Account account = accounts.get(receipt.accountId());
        long most = Long.MAX_VALUE - settlement.unitsOf(receipt);
        return account.beganAt(receipt.windowStart())
                ? account.used() + account.holds().reserved() > most
                : window(receipt).filter(window -> window.used() > most).isPresent();
    }

    private SettledLine settle(Receipt receipt, Settlement settlement) {
        Account account = accounts.get(receipt.accountId());
        long units = account.isInflight() ? 0 : settlement.unitsOf(receipt);
        long held = receipt.held();
        long counted = receipt.counted();
        boolean changes = receipt.isHeld() || units != counted;
        boolean here = account.beganAt(receipt.windowStart());
        if (receipt.isHeld()) {
            account.holds().remove(here ? held : 0);
            changed.put(account.id(), account);
        }
        SettledLine.Window window =
                here ? settleHere(account, receipt, units, changes) : settleInHistory(receipt, units, changes);
        receipt.settle(units);
        note(receipt, changes, settlement.last());
        List<Integer> crossings = here && changes ? account.markThresholds(now, rules.thresholds()) : List.of();
        QuotaUsage usage = account.usage(account.policy(), now);
        return new SettledLine(account, usage, now, held, counted, units, window, crossings);
    }

    private SettledLine.Window settleHere(Account account, Receipt receipt, long units, boolean changes) {
        if (changes) {
            account.recount(receipt.counted(), units, now);
            changed.put(account.id(), account);
        }
        return new SettledLine.Window(account.used(), account.lastLimit(now));
    }

    /** A window that has been removed has nothing to be corrected. */
    private SettledLine.Window settleInHistory(Receipt receipt, long units, boolean changes) {
        Optional<ClosedWindow> window = window(receipt);
        if (changes) {
            window.ifPresent(archived -> archived.settle(receipt.counted(), units));
        }
        return window.map(archived -> new SettledLine.Window(archived.used(), archived.limit()))
                .orElse(SettledLine.Window.GONE);
    }

    private Optional<ClosedWindow> window(Receipt receipt) {
        for (List<ClosedWindow> known : List.of(closed, corrected)) {
            for (ClosedWindow window : known) {
                if (window.accountId().equals(receipt.accountId()) && window.periodStart() == receipt.windowStart()) {
                    return Optional.of(window);
                }
            }
        }
        Optional<ClosedWindow> archived = history.window(receipt.accountId(), receipt.windowStart());
        archived.ifPresent(corrected::add);
        return archived;
    }

    private void note(Receipt receipt, boolean changes, boolean last) {
        if (last) {
            settled.remove(receipt);
            if (!added.remove(receipt)) {
                forgotten.add(receipt);
            }
        } else if (changes && !added.contains(receipt) && !settled.contains(receipt)) {
            settled.add(receipt);
        }
    }

    /** The instant of all decisions, in milliseconds since 1970. */
    public long now() {
        return now.toEpochMilli();
    }

    /** The accounts that have changed. */
    public Collection<Account> changed() {
        return changed.values();
    }

    /** The windows that are over. */
    public List<ClosedWindow> closed() {
        return closed;
    }

    /** The archived windows that have changed. */
    public List<ClosedWindow> corrected() {
        return corrected;
    }

    /** The receipts that are new. */
    public List<Receipt> added() {
        return added;
    }

    /** The receipts that have changed. */
    public List<Receipt> settled() {
        return settled;
    }

    /** The receipts to remove before others are added. */
    public List<Receipt> forgotten() {
        return forgotten;
    }

    /** Whether nothing has changed. */
    public boolean isUnchanged() {
        return changed.isEmpty() && corrected.isEmpty() && settled.isEmpty() && forgotten.isEmpty();
    }

    /** The windows that are archived. */
    @FunctionalInterface
    public interface History {

        /** The window of an account that began at an instant; empty if it is not there any more. */
        Optional<ClosedWindow> window(String accountId, long start);
    }
}
