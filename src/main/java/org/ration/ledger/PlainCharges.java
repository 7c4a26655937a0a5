// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.charge.ChargeRequest;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.DatabaseGate;

/** Charges without an id: counted at once, or refused. */
final class PlainCharges {

    private final DatabaseGate gate;
    private final AccountIds ids;
    private final LedgerListener listener;
    private final Runnable passing;

    /**
     * On a gate.
     *
     * @param passing is run after each request
     */
    PlainCharges(DatabaseGate gate, AccountIds ids, LedgerListener listener, Runnable passing) {
        this.gate = gate;
        this.ids = ids;
        this.listener = listener;
        this.passing = passing;
    }

    /**
     * A request for charges that are counted at once.
     *
     * @throws IllegalArgumentException if there is none, one counter occurs twice, a policy has no zone, or a period is
     *     {@link org.ration.QuotaPeriod#INFLIGHT}
     */
    static ChargeRequest request(AccountIds ids, List<QuotaCharge> charges) {
        ChargeRequest request = ChargeRequest.of(ids, charges);
        request.lines().forEach(ChargeLine::requireCountable);
        return request;
    }

    /** Takes charges; those of no unit alone are only looked at. */
    QuotaDecision charge(List<QuotaCharge> charges) {
        ChargeRequest request = request(ids, charges);
        return request.isMarked() ? charge(request, charges) : gate.check(request);
    }

    private QuotaDecision charge(ChargeRequest request, List<QuotaCharge> charges) {
        long began = System.nanoTime();
        ChargeResult result;
        try {
            result = (ChargeResult) gate.charge(request);
        } catch (QuotaStoreException fault) {
            listener.failed(charges, System.nanoTime() - began);
            throw fault;
        }
        passing.run();
        listener.decided(result, System.nanoTime() - began);
        return result.decision();
    }

    /** The same, without a thread that waits. */
    CompletableFuture<QuotaDecision> chargeAsync(List<QuotaCharge> charges) {
        List<QuotaCharge> copy = List.copyOf(charges);
        Submitted submitted = new Submitted(request(ids, copy), copy);
        try {
            gate.charge(submitted.request, (result, fault) -> submitted.complete((ChargeResult) result, fault));
        } catch (QuotaStoreException turnedAway) {
            submitted.complete(null, turnedAway);
        }
        return submitted.decision;
    }

    /** A request that no thread waits for. */
    private final class Submitted {

        private final ChargeRequest request;
        private final List<QuotaCharge> charges;
        private final CompletableFuture<QuotaDecision> decision = new CompletableFuture<>();
        private final long began = System.nanoTime();

        private Submitted(ChargeRequest request, List<QuotaCharge> charges) {
            this.request = request;
            this.charges = charges;
        }

        private void complete(@Nullable ChargeResult result, @Nullable QuotaStoreException fault) {
            long nanos = System.nanoTime() - began;
            passing.run();
            if (result == null) {
                listener.failed(charges, nanos);
                decision.completeExceptionally(fault);
                return;
            }
            if (request.isMarked()) {
                listener.decided(result, nanos);
            }
            decision.complete(result.decision());
        }
    }
}
