// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import jakarta.el.ELContext;
import jakarta.el.ELResolver;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaDeclaration;
import org.ration.QuotaHold;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.key.ClientAddress;
import org.ration.key.Fingerprint;
import org.ration.key.KeyForms;
import org.ration.key.UserNames;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountBook;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AccountRules;
import org.ration.ledger.account.Adjustment;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.ChargeId;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.ClosedWindow;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.account.Settlement;
import org.ration.ledger.charge.ChargeRequest;

/**
 * A registry in memory: the classes that decide charges are those of the real registry, only the rows are in a map.
 * Policies without a zone are counted in UTC. Safe for use by many threads; each call is one step.
 */
public final class InMemoryQuotas implements QuotaRegistry {

    private static final ZoneId ZONE = ZoneId.of("UTC");

    private static final String OVERFLOW = "a counter would pass " + Long.MAX_VALUE + "; nothing has been charged";

    private final MovableClock clock = new MovableClock();
    private final Map<String, Account> accounts = new HashMap<>();
    private final List<ClosedWindow> windows = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final KeyForms forms = new KeyForms(
            Fingerprint.plain(),
            new ClientAddress(List.of(), "X-Forwarded-For", 64),
            UserNames.VERBATIM,
            new NoNamedBeans(),
            name -> false);
    private StoreFault fault = StoreFault.NONE;

    /** No account yet. */
    public InMemoryQuotas() {}

    /**
     * The clock by which charges are counted.
     *
     * @return the same one each time
     */
    public MovableClock clock() {
        return clock;
    }

    /**
     * Switches a fault on, until another is switched on.
     *
     * @param next what the store does wrong from now on; {@link StoreFault#NONE} for nothing
     */
    public synchronized void fail(StoreFault next) {
        fault = next;
    }

    @Override
    public QuotaDecision consume(String key, QuotaPolicy policy) {
        return consume(key, policy, 1);
    }

    @Override
    public QuotaDecision consume(String key, QuotaPolicy policy, long cost) {
        return consume(List.of(new QuotaCharge(key, policy, cost)));
    }

    @Override
    public synchronized QuotaDecision consume(List<QuotaCharge> charges) {
        List<ChargeLine> lines = lines(charges);
        lines.forEach(ChargeLine::requireCountable);
        AccountBook book = open();
        ChargeEvaluation evaluation = book.evaluate(lines);
        if (!evaluation.refused()) {
            requireRoom(evaluation);
            book.take(evaluation, Optional.empty());
            boolean changed = !book.changed().isEmpty();
            close(book);
            if (fault == StoreFault.ANSWER_LOST && changed) {
                throw QuotaStoreException.unknown("the answer to a commit was lost; it may have charged or not", null);
            }
        }
        return evaluation.answer();
    }

    /** Completed when it returns, since nothing has to be waited for. */
    @Override
    public CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges) {
        try {
            return CompletableFuture.completedFuture(consume(charges));
        } catch (QuotaStoreException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** An answer that is lost is asked for again, and so is not lost. */
    @Override
    public QuotaDecision consume(List<QuotaCharge> charges, String id) {
        QuotaCharge.requireId(id);
        List<ChargeLine> lines =
                lines(charges).stream().map(ChargeLine::withMemory).toList();
        return charge(lines, ChargeId.of(AccountIds.UNNAMED, id, lines)).decision();
    }

    @Override
    public CompletionStage<QuotaDecision> consumeAsync(List<QuotaCharge> charges, String id) {
        try {
            return CompletableFuture.completedFuture(consume(charges, id));
        } catch (QuotaStoreException | QuotaConflictException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public QuotaHold reserve(String key, QuotaPolicy policy, long units, Duration lasts) {
        return reserve(List.of(new QuotaCharge(key, policy, units)), lasts);
    }

    @Override
    public QuotaHold reserve(List<QuotaCharge> charges, Duration lasts) {
        return reserve(charges, lasts, UUID.randomUUID().toString());
    }

    @Override
    public QuotaHold reserve(List<QuotaCharge> charges, Duration lasts, String id) {
        QuotaCharge.requireId(id);
        List<ChargeLine> lines =
                lines(charges).stream().map(line -> line.held(lasts)).toList();
        return charge(lines, ChargeId.of(AccountIds.UNNAMED, id, lines));
    }

    private synchronized InMemoryHold charge(List<ChargeLine> lines, ChargeId id) {
        lines.forEach(ChargeLine::requireCountable);
        AccountBook book = open();
        if (book.knows(id)) {
            if (book.conflicts(id)) {
                throw new QuotaConflictException();
            }
            return new InMemoryHold(this, id.text(), book.replay(id, lines), book.endOf(id)).asRepetition();
        }
        ChargeEvaluation evaluation = book.evaluate(lines);
        if (!evaluation.refused()) {
            requireRoom(evaluation);
            book.take(evaluation, Optional.of(id));
            close(book);
        }
        return new InMemoryHold(this, id.text(), evaluation.answer(), evaluation.endsAt());
    }

    @Override
    public QuotaDecision settle(String id, long... units) {
        QuotaCharge.requireId(id);
        return settle(Settlement.of(AccountIds.UNNAMED, id, units))
                .orElseThrow(() -> new IllegalArgumentException("the id is not known"));
    }

    @Override
    public boolean release(String id) {
        QuotaCharge.requireId(id);
        return settle(Settlement.of(AccountIds.UNNAMED, id, 0)).isPresent();
    }

    /** What was settled; empty if the id is not known. */
    synchronized Optional<QuotaDecision> settle(Settlement settlement) {
        AccountBook book = open();
        Optional<Receipt> any = ofId(settlement.digest()).findFirst();
        any.ifPresent(receipt -> settlement.requireFor(receipt.lineCount()));
        List<SettledLine> lines = settle(book, settlement);
        close(book);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new QuotaDecision(
                        now(), lines.stream().map(SettledLine::usage).toList(), List.of(), false));
    }

    private static List<SettledLine> settle(AccountBook book, Settlement settlement) {
        try {
            return book.settle(settlement);
        } catch (ArithmeticException overflow) {
            throw QuotaStoreException.notCharged(OVERFLOW, overflow);
        }
    }

    private static void requireRoom(ChargeEvaluation evaluation) {
        if (evaluation.overflows()) {
            throw QuotaStoreException.notCharged(OVERFLOW, null);
        }
    }

    @Override
    public synchronized Optional<QuotaHold> hold(String id) {
        QuotaCharge.requireId(id);
        String digest = AccountIds.UNNAMED.charge(id);
        return open().firstDecision(digest).map(decision -> {
            InMemoryHold hold = new InMemoryHold(
                    this,
                    id,
                    decision,
                    ofId(digest).map(Receipt::endsAt).max(Instant::compareTo).orElseThrow());
            return ofId(digest).anyMatch(Receipt::isHeld) ? hold : hold.asSettled();
        });
    }

    private Stream<Receipt> ofId(String digest) {
        return receipts.stream().filter(receipt -> receipt.chargeId().equals(digest));
    }

    /** All accounts, with the holds given back that have come to their end. */
    private AccountBook open() {
        requireStore();
        Instant now = now();
        AccountBook book = new AccountBook(accounts, this::window, now, AccountRules.DEFAULT);
        book.endHolds(receipts.stream().filter(Receipt::isHeld).toList(), now);
        book.know(receipts);
        receipts.removeAll(book.forgotten());
        return book;
    }

    private void close(AccountBook book) {
        book.changed().forEach(account -> accounts.put(account.id(), account));
        windows.addAll(book.closed());
        receipts.addAll(book.added());
    }

    private Optional<ClosedWindow> window(String account, long start) {
        return windows.stream()
                .filter(window -> window.accountId().equals(account) && window.periodStart() == start)
                .findFirst();
    }

    @Override
    public synchronized QuotaDecision check(String key, QuotaPolicy policy, long cost) {
        List<ChargeLine> lines = lines(List.of(new QuotaCharge(key, policy, cost)));
        return open().evaluate(lines).answer();
    }

    @Override
    public QuotaUsage usage(String key, QuotaPolicy policy) {
        return check(key, policy, 0).usage();
    }

    @Override
    public synchronized List<QuotaUsage> usage(String key) {
        QuotaCharge.requireKey(key);
        open();
        Instant now = now();
        return ofKey(key).stream()
                .map(account -> account.usage(account.policy(), now))
                .sorted(Comparator.comparing(QuotaUsage::scope)
                        .thenComparing(usage -> usage.period().unit()))
                .toList();
    }

    @Override
    public synchronized int reset(String key) {
        QuotaCharge.requireKey(key);
        requireStore();
        return (int) ofKey(key).stream().filter(this::reset).count();
    }

    @Override
    public synchronized boolean reset(String key, QuotaPolicy policy) {
        ChargeLine line = ChargeLine.of(AccountIds.UNNAMED, zoned(new QuotaCharge(key, policy, 0)));
        requireStore();
        Account account = accounts.get(line.accountId());
        return account != null && reset(account);
    }

    @Override
    public String key(String form, Object... values) {
        return forms.parse(form, null).build(Arrays.asList(values));
    }

    /** Nothing: no application is deployed. */
    @Override
    public List<QuotaDeclaration> declarations() {
        return List.of();
    }

    private boolean reset(Account account) {
        return new Adjustment(account, now()).reset().isPresent();
    }

    private List<Account> ofKey(String key) {
        return accounts.values().stream()
                .filter(account -> account.key().equals(key))
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void requireStore() {
        if (fault == StoreFault.DOWN) {
            throw QuotaStoreException.notCharged("the database could not charge; nothing has been charged", null);
        }
    }

    private static List<ChargeLine> lines(List<QuotaCharge> charges) {
        List<QuotaCharge> zoned = charges.stream().map(InMemoryQuotas::zoned).toList();
        return ChargeRequest.of(AccountIds.UNNAMED, zoned).lines();
    }

    private static QuotaCharge zoned(QuotaCharge charge) {
        QuotaPolicy policy = charge.policy();
        return policy.zone().isPresent() ? charge : new QuotaCharge(charge.key(), policy.withZone(ZONE), charge.cost());
    }

    /** No application, so none of its beans. */
    private static final class NoNamedBeans extends ELResolver {

        @Override
        public Object getValue(ELContext context, Object base, Object property) {
            return null;
        }

        @Override
        public Class<?> getType(ELContext context, Object base, Object property) {
            return null;
        }

        @Override
        public void setValue(ELContext context, Object base, Object property, Object value) {
            // nothing to set
        }

        @Override
        public boolean isReadOnly(ELContext context, Object base, Object property) {
            return true;
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext context, Object base) {
            return Object.class;
        }
    }
}
