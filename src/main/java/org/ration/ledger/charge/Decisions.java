// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.batch.Ticket;

/** What one transaction has decided; published once that is durable. */
final class Decisions {

    private final int batchSize;
    private final Ticket<ChargeRequest, ChargeResult> leader;
    private final List<Decided> decided;
    private final Map<String, Account> missing = new TreeMap<>();
    private boolean locked;

    /**
     * None yet.
     *
     * @param leader the first request of the batch
     * @param batchSize how many requests it began with
     */
    Decisions(Ticket<ChargeRequest, ChargeResult> leader, int batchSize) {
        this.leader = leader;
        this.batchSize = batchSize;
        this.decided = new ArrayList<>(batchSize);
    }

    void answer(Ticket<ChargeRequest, ChargeResult> ticket, ChargeEvaluation evaluation) {
        int led = ticket == leader ? batchSize : 0;
        decided.add(new Decided(
                ticket,
                new ChargeResult(ticket.request().lines(), evaluation.answer(), evaluation.crossings(), led),
                null));
    }

    void fail(Ticket<ChargeRequest, ChargeResult> ticket, String why) {
        decided.add(new Decided(ticket, null, QuotaStoreException.notCharged(why, null)));
    }

    /** Notes the accounts of a request that have no row yet. */
    void addMissing(ChargeEvaluation evaluation) {
        evaluation.addMissing(missing);
    }

    /** The accounts that have no row yet, in the order of their ids. */
    Collection<Account> missing() {
        return missing.values();
    }

    /** Notes that all of the accounts were locked, but for those that others have. */
    void underLocks() {
        locked = true;
    }

    boolean locked() {
        return locked;
    }

    /** Answers the requests, unless the accounts of some have to be added first. */
    void publish() {
        if (!missing.isEmpty()) {
            return;
        }
        for (Decided each : decided) {
            if (each.result != null) {
                each.ticket.answer(each.result);
            } else {
                each.ticket.fail(each.fault);
            }
        }
    }

    private record Decided(
            Ticket<ChargeRequest, ChargeResult> ticket,
            @Nullable ChargeResult result,
            @Nullable QuotaStoreException fault) {}
}
