// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.Receipt;
import org.ration.ledger.account.Settlement;
import org.ration.ledger.charge.ChargeRequest;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleRequest;

/** A hold, with what the annotation needs besides. It knows its accounts, so that none has to be looked for. */
public final class LedgerHold implements QuotaHold {

    /**
     * Of a call's hold: in place of the units of a charge that the call leaves to the application, held and remembered.
     */
    public static final long LEFT = Settlement.LEFT;

    private final IdCharges charges;
    private final String id;
    private final QuotaDecision decision;
    private final Instant expiresAt;
    private final List<String> accounts;
    private final int lineCount;
    private final boolean ofCall;
    private volatile boolean settled;
    private volatile boolean leftByClose;

    private LedgerHold(
            IdCharges charges,
            String id,
            QuotaDecision decision,
            Instant expiresAt,
            List<String> accounts,
            int lineCount,
            boolean ofCall) {
        this.charges = charges;
        this.id = id;
        this.decision = decision;
        this.expiresAt = expiresAt;
        this.accounts = accounts;
        this.lineCount = lineCount;
        this.ofCall = ofCall;
    }

    /**
     * A hold that was just asked for.
     *
     * @param ofCall whether it is a call's, whose id is forgotten once it is settled
     */
    static LedgerHold of(IdCharges charges, ChargeRequest request, ChargeResult result, boolean ofCall) {
        List<String> accounts = request.lines().stream()
                .filter(ChargeLine::remembered)
                .map(ChargeLine::accountId)
                .toList();
        LedgerHold hold = new LedgerHold(
                charges,
                request.id().orElseThrow().text(),
                result.decision(),
                result.endsAt(),
                accounts,
                accounts.size(),
                ofCall);
        hold.leftByClose = result.decision().replayed();
        return hold;
    }

    /** A hold that was found by its id. */
    static LedgerHold of(IdCharges charges, String id, IdCharges.Found found) {
        List<Receipt> receipts = found.receipts();
        LedgerHold hold = new LedgerHold(
                charges,
                id,
                found.decision(),
                receipts.stream().map(Receipt::endsAt).max(Instant::compareTo).orElseThrow(),
                receipts.stream().map(Receipt::accountId).toList(),
                receipts.get(0).lineCount(),
                false);
        hold.settled = receipts.stream().noneMatch(Receipt::isHeld);
        return hold;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public QuotaDecision decision() {
        return decision;
    }

    @Override
    public boolean allowed() {
        return decision.allowed();
    }

    @Override
    public QuotaHold orThrow() {
        decision.orThrow();
        return this;
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public QuotaDecision settle() {
        return settle(Settlement.inFull(charges.ids(), id));
    }

    @Override
    public QuotaDecision settle(long... units) {
        return settle(Settlement.of(charges.ids(), id, units));
    }

    private QuotaDecision settle(Settlement settlement) {
        SettleRequest request = request(settlement);
        leftByClose = true;
        Optional<QuotaDecision> settledNow = charges.settle(request);
        settled = true;
        return known(settledNow);
    }

    /** A call's hold that is not known was settled by this very call, whose first answer was lost, or is long over. */
    private QuotaDecision known(Optional<QuotaDecision> settledNow) {
        return ofCall ? settledNow.orElse(decision) : settledNow.orElseThrow(IdCharges::notKnown);
    }

    /**
     * Settles, and keeps no thread waiting for it.
     *
     * @param units one number for all charges that are held, or one for each, or {@link #LEFT}
     * @return completed by a worker's thread; exceptionally with a {@link org.ration.QuotaStoreException} itself
     */
    public CompletionStage<QuotaDecision> settleAsync(long... units) {
        SettleRequest request = request(Settlement.of(charges.ids(), id, units));
        leftByClose = true;
        return charges.settleAsync(request, settledNow -> {
            settled = true;
            return known(settledNow);
        });
    }

    private SettleRequest request(Settlement settlement) {
        if (!allowed()) {
            throw new IllegalStateException("nothing is held, since the charges were refused");
        }
        Settlement word = ofCall ? settlement.asLast() : settlement;
        word.requireFor(lineCount);
        return SettleRequest.of(word, accounts);
    }

    @Override
    public void release() {
        if (allowed() && !settled) {
            charges.settle(request(Settlement.unused(charges.ids(), id)));
            settled = true;
        }
    }

    @Override
    public void close() {
        if (!leftByClose) {
            release();
        }
    }
}
