// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaStoreException;
import org.ration.admin.AuditRecord;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.batch.Ticket;

/** The decisions of one transaction; published once they are durable. */
final class Decisions {

    private final int batchSize;
    private final @Nullable Ticket<LedgerRequest, LedgerResult> leader;
    private final List<Decided> decided;
    private final Map<String, Account> missing = new TreeMap<>();
    private List<EndedHold> ended = List.of();
    private boolean locked;

    /**
     * None yet.
     *
     * @param leader the first request of the batch; null if all have been given up
     * @param batchSize how many requests it began with
     */
    Decisions(@Nullable Ticket<LedgerRequest, LedgerResult> leader, int batchSize) {
        this.leader = leader;
        this.batchSize = batchSize;
        this.decided = new ArrayList<>(batchSize);
    }

    void answer(Ticket<LedgerRequest, LedgerResult> ticket, ChargeRequest request, ChargeEvaluation evaluation) {
        note(
                ticket,
                new ChargeResult(
                        request.lines(),
                        evaluation.answer(),
                        evaluation.crossings(),
                        evaluation.endsAt(),
                        batchSize(ticket)));
    }

    /** Gives a first decision once more. */
    void replay(
            Ticket<LedgerRequest, LedgerResult> ticket, ChargeRequest request, QuotaDecision first, Instant endsAt) {
        note(ticket, new ChargeResult(request.lines(), first, List.of(), endsAt, batchSize(ticket)));
    }

    void conflict(Ticket<LedgerRequest, LedgerResult> ticket) {
        note(ticket, new IdConflict());
    }

    void settled(
            Ticket<LedgerRequest, LedgerResult> ticket, List<SettledLine> lines, Instant at, List<AuditEntry> audit) {
        List<AuditRecord> records = audit.stream().map(AuditEntry::view).toList();
        note(ticket, new SettleResult(lines, at, records, batchSize(ticket)));
    }

    private void note(Ticket<LedgerRequest, LedgerResult> ticket, LedgerResult result) {
        decided.add(new Decided(ticket, result, null));
    }

    private int batchSize(Ticket<LedgerRequest, LedgerResult> ticket) {
        return ticket == leader ? batchSize : 0;
    }

    /** Notes the holds that come to their end by this transaction. */
    void end(List<EndedHold> holds) {
        ended = holds;
    }

    /** The holds that have come to their end. */
    List<EndedHold> ended() {
        return ended;
    }

    void fail(Ticket<LedgerRequest, LedgerResult> ticket, String why) {
        decided.add(new Decided(ticket, null, QuotaStoreException.notCharged(why, null)));
    }

    /** Notes the accounts of a request that have no row yet. */
    void addMissing(ChargeEvaluation evaluation) {
        evaluation.addMissing(missing);
    }

    /** The accounts that have no row yet, in the order of their ids. */
    List<Account> missing() {
        return List.copyOf(missing.values());
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
            Ticket<LedgerRequest, LedgerResult> ticket,
            @Nullable LedgerResult result,
            @Nullable QuotaStoreException fault) {}
}
