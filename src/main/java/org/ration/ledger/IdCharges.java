// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountBook;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeId;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.account.Settlement;
import org.ration.ledger.charge.ChargeRequest;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.IdConflict;
import org.ration.ledger.charge.LedgerResult;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.SettleRequest;
import org.ration.ledger.charge.SettleResult;
import org.ration.ledger.sql.LedgerTables;

/**
 * Charges with an id, and their settlement. Since the result of a request can be found by its id, a request whose
 * outcome is unknown is repeated once.
 */
final class IdCharges {

    /** Between the look for an id and the lock, its accounts may have been erased and charged again. */
    private static final int MAX_LOOKS = 3;

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final LedgerListener listener;
    private final Runnable passing;

    /**
     * On a gate.
     *
     * @param passing is run after each request
     */
    IdCharges(DatabaseGate gate, LedgerSettings settings, LedgerListener listener, Runnable passing) {
        this.passing = passing;
        this.gate = gate;
        this.settings = settings;
        this.listener = listener;
    }

    /** Charges that are counted at once, under an id of the application's. */
    ChargeRequest counted(List<QuotaCharge> charges, String id) {
        List<ChargeLine> lines = lines(charges, ChargeLine::withMemory);
        return ChargeRequest.of(lines, of -> ChargeId.of(settings.ids(), id, of));
    }

    /** Charges that are held, under an id of the application's. */
    ChargeRequest held(List<QuotaCharge> charges, Duration lasts, String id) {
        List<ChargeLine> lines = lines(charges, line -> line.held(lasts));
        return ChargeRequest.of(lines, of -> ChargeId.of(settings.ids(), id, of));
    }

    /** Charges that are held, under an id of Ration's making. */
    ChargeRequest held(List<QuotaCharge> charges, Duration lasts) {
        List<ChargeLine> lines = lines(charges, line -> line.held(lasts));
        return ChargeRequest.of(lines, of -> ChargeId.made(settings.ids(), of));
    }

    /** Charges of a call, under an id of Ration's making. */
    ChargeRequest ofCall(List<CallCharge> charges) {
        List<ChargeLine> lines = charges.stream().map(this::line).toList();
        return ChargeRequest.of(lines, of -> ChargeId.made(settings.ids(), of));
    }

    private List<ChargeLine> lines(List<QuotaCharge> charges, Function<ChargeLine, ChargeLine> kind) {
        AccountIds ids = settings.ids();
        return charges.stream()
                .map(charge -> kind.apply(ChargeLine.of(ids, charge)))
                .toList();
    }

    private ChargeLine line(CallCharge charge) {
        ChargeLine line = ChargeLine.of(settings.ids(), charge.charge());
        return charge.lasts().map(line::held).orElse(line);
    }

    /**
     * Takes charges, or answers what was decided on their id before.
     *
     * @throws QuotaConflictException if their id stands for others
     */
    ChargeResult charge(ChargeRequest request) {
        long began = System.nanoTime();
        try {
            LedgerResult result = asked(() -> gate.charge(request), () -> gate.charge(again(request)));
            return decided(request, result, began);
        } catch (QuotaStoreException fault) {
            failed(request, began);
            throw fault;
        }
    }

    /**
     * The same, without a thread that waits.
     *
     * @param answer makes the answer
     * @return completed exceptionally with the exception itself, not one around it
     */
    <T> CompletableFuture<T> chargeAsync(ChargeRequest request, Function<ChargeResult, T> answer) {
        long began = System.nanoTime();
        CompletableFuture<LedgerResult> result =
                asked(receiver -> gate.charge(request, receiver), receiver -> gate.charge(again(request), receiver));
        return answered(result, known -> answer.apply(decided(request, known, began)), () -> failed(request, began));
    }

    /** Not by the stage itself, which would wrap what is thrown. */
    private static <A, T> CompletableFuture<T> answered(
            CompletableFuture<A> result, Function<A, T> answer, Runnable failed) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        result.whenComplete((known, fault) -> {
            if (fault == null) {
                complete(stage, () -> answer.apply(known));
            } else {
                failed.run();
                stage.completeExceptionally(fault);
            }
        });
        return stage;
    }

    private static <T> void complete(CompletableFuture<T> stage, Supplier<T> answer) {
        try {
            stage.complete(answer.get());
        } catch (RuntimeException | Error thrown) { // the caller waits for an answer, whatever it is
            stage.completeExceptionally(thrown);
        }
    }

    private static ChargeRequest again(ChargeRequest request) {
        return request.again().orElseThrow();
    }

    private ChargeResult decided(ChargeRequest request, LedgerResult result, long began) {
        passing.run();
        if (result instanceof IdConflict) {
            throw new QuotaConflictException();
        }
        ChargeResult charged = (ChargeResult) result;
        listener.decided(charged, System.nanoTime() - began);
        return charged;
    }

    private void failed(ChargeRequest request, long began) {
        listener.failed(request.lines().stream().map(ChargeLine::charge).toList(), System.nanoTime() - began);
    }

    /**
     * Settles the charges of an id.
     *
     * @return the decision; empty if the id is not known
     * @throws IllegalArgumentException if there are neither one number nor as many as charges
     * @throws QuotaConflictException on shards, if the id stands for several lists
     */
    Optional<QuotaDecision> settle(Settlement settlement) {
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            List<Receipt> known = known(settlement.digest());
            if (known.isEmpty()) {
                return Optional.empty();
            }
            requireOneList(known);
            settlement.requireFor(known.get(0).lineCount());
            List<String> accounts = known.stream().map(Receipt::accountId).toList();
            Optional<QuotaDecision> decision = settle(SettleRequest.of(settlement, accounts));
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    /** Settles charges whose accounts are known; empty if the id is not known there. */
    Optional<QuotaDecision> settle(SettleRequest request) {
        Supplier<SettleResult> settle = () -> gate.settle(request);
        return settled(asked(settle, settle));
    }

    /**
     * The same, without a thread that waits.
     *
     * @param answer makes the answer
     * @return completed exceptionally with the exception itself, not one around it
     */
    <T> CompletableFuture<T> settleAsync(SettleRequest request, Function<Optional<QuotaDecision>, T> answer) {
        Asking<SettleResult> settle = receiver -> gate.settle(request, receiver);
        return answered(asked(settle, settle), result -> answer.apply(settled(result)), () -> {});
    }

    private Optional<QuotaDecision> settled(SettleResult result) {
        passing.run();
        if (!result.lines().isEmpty()) {
            listener.settled(result);
            result.audit().forEach(listener::adjusted);
        }
        return result.decision();
    }

    /**
     * The receipts of an id; empty if there are none.
     *
     * @throws QuotaConflictException on shards, if the id stands for several lists
     */
    Optional<Found> found(String id) {
        String digest = settings.ids().charge(id);
        Optional<Found> found = gate.accessToSettle(runner -> runner.read(tables -> found(tables, digest)));
        found.map(Found::receipts).ifPresent(this::requireOneList);
        return found;
    }

    private Optional<Found> found(LedgerTables tables, String digest) {
        Instant now = settings.now();
        List<Receipt> known = known(tables, digest, now);
        SortedSet<String> ids = known.stream().map(Receipt::accountId).collect(Collectors.toCollection(TreeSet::new));
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Account> accounts = tables.look(ids, now);
        AccountBook book = new AccountBook(accounts, tables.receipts(), now, settings.rules());
        book.know(known.stream()
                .filter(receipt -> accounts.containsKey(receipt.accountId()))
                .toList());
        return book.firstDecision(digest).map(decision -> new Found(decision, known));
    }

    /** Two databases do not know of each other's ids. */
    private void requireOneList(List<Receipt> known) {
        if (!settings.tables()
                .shards()
                .haveTogether(known.stream().map(Receipt::accountId).toList())) {
            throw new QuotaConflictException();
        }
    }

    private List<Receipt> known(String digest) {
        return gate.accessToSettle(runner -> runner.read(tables -> known(tables, digest, settings.now())));
    }

    private static List<Receipt> known(LedgerTables tables, String digest, Instant now) {
        Collection<Receipt> found = tables.receipts().of(new TreeSet<>(List.of(digest)));
        return found.stream().filter(receipt -> !receipt.isForgotten(now)).toList();
    }

    static IllegalArgumentException notKnown() {
        return new IllegalArgumentException("the id is not known; it was never used, or is forgotten");
    }

    AccountIds ids() {
        return settings.ids();
    }

    /** Asks, and asks again if the outcome is unknown. */
    private static <T> T asked(Supplier<T> first, Supplier<T> second) {
        try {
            return first.get();
        } catch (QuotaStoreException fault) {
            if (!fault.outcomeUnknown()) {
                throw fault;
            }
            return askedAgain(second, fault);
        }
    }

    /** An unknown outcome stays unknown, unless it is found out. */
    private static <T> T askedAgain(Supplier<T> second, QuotaStoreException unknown) {
        try {
            return second.get();
        } catch (QuotaStoreException fault) {
            unknown.addSuppressed(fault);
            throw unknown;
        }
    }

    private static <T> CompletableFuture<T> asked(Asking<T> first, Asking<T> second) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ask(first, (result, fault) -> {
            if (fault != null && fault.outcomeUnknown()) {
                askAgain(second, fault, answer);
            } else {
                complete(answer, result, fault);
            }
        });
        return answer;
    }

    private static <T> void askAgain(Asking<T> second, QuotaStoreException unknown, CompletableFuture<T> answer) {
        ask(second, (result, fault) -> {
            if (fault != null) {
                unknown.addSuppressed(fault);
            }
            complete(answer, result, fault == null ? null : unknown);
        });
    }

    private static <T> void ask(Asking<T> asking, BiConsumer<@Nullable T, @Nullable QuotaStoreException> receiver) {
        try {
            asking.ask(receiver);
        } catch (QuotaStoreException turnedAway) {
            receiver.accept(null, turnedAway);
        }
    }

    private static <T> void complete(
            CompletableFuture<T> answer, @Nullable T result, @Nullable QuotaStoreException fault) {
        if (fault == null) {
            answer.complete(result);
        } else {
            answer.completeExceptionally(fault);
        }
    }

    /**
     * The receipts of an id.
     *
     * @param decision the first decision
     * @param receipts the receipts in their current state
     */
    record Found(QuotaDecision decision, List<Receipt> receipts) {}

    /** The answer to a receiver. */
    @FunctionalInterface
    private interface Asking<T> {

        void ask(BiConsumer<@Nullable T, @Nullable QuotaStoreException> receiver);
    }
}
