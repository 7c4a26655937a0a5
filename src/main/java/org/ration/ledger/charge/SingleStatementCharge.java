// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.batch.Ticket;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.Total;
import org.ration.ledger.transaction.TransactionResult;

/**
 * Charges requests of one account each by a single statement, where the database can. An account is counted on only if
 * all that the batch wants of it fits; then the decisions are worked out by {@link Account} from what the statement
 * answers. Charges that do not fit are checked against the current state: some are refused, the rest is left to be
 * locked.
 */
final class SingleStatementCharge {

    private final List<Ticket<LedgerRequest, LedgerResult>> batch;
    private final Decisions decisions;
    private final LedgerSettings settings;
    private final Instant now;
    private final Map<String, Total> totals;
    private final Map<String, Account> taken = new HashMap<>();
    private Map<String, Account> counted = Map.of();

    /**
     * Adds up what the requests want.
     *
     * @param decisions takes what is decided
     * @param settings its clock is read once the last of the requests has arrived
     */
    SingleStatementCharge(
            List<Ticket<LedgerRequest, LedgerResult>> batch, Decisions decisions, LedgerSettings settings) {
        this.batch = batch;
        this.decisions = decisions;
        this.settings = settings;
        this.now = settings.now();
        this.totals = totals(batch);
    }

    /** Whether there is a statement for requests like these. */
    static boolean suits(Dialect dialect, List<Ticket<LedgerRequest, LedgerResult>> batch) {
        if (dialect.singleStatement().isEmpty()) {
            return false;
        }
        for (Ticket<LedgerRequest, LedgerResult> ticket : batch) {
            if (!(ticket.request() instanceof ChargeRequest charge && charge.isSimple())) {
                return false;
            }
        }
        return true;
    }

    /** Charges, and decides what it can. */
    TransactionResult<Decisions> charge(LedgerTables tables) {
        counted = totals.isEmpty()
                ? Map.of()
                : tables.count(
                        totals.values(), now.toEpochMilli(), settings.rules().thresholds());
        Map<String, Account> others = counted.size() == totals.size() ? Map.of() : tables.look(notCounted(), now);
        // The statement may have waited for a lock, and a window or an override may have ended during the wait.
        Instant afterwards = settings.now();
        if (!counted.values().stream().allMatch(account -> account.isAlikeAt(now, afterwards))) {
            counted = Map.of();
            return TransactionResult.unchanged(decisions);
        }
        for (Ticket<LedgerRequest, LedgerResult> ticket : batch) {
            String id = id(ticket);
            ChargeRequest request = request(ticket);
            if (counted.containsKey(id)) {
                decisions.answer(ticket, request, taken(request));
            } else if (totals.containsKey(id)) {
                ChargeEvaluation evaluation = new ChargeEvaluation(request.lines(), others, afterwards);
                if (evaluation.refused() && evaluation.holdsAt(now)) {
                    decisions.answer(ticket, request, evaluation);
                }
            }
        }
        return new TransactionResult<>(decisions, !counted.isEmpty());
    }

    /** Whatever became of the commit, the others have not been charged. */
    void failCounted(QuotaStoreException fault) {
        for (Ticket<LedgerRequest, LedgerResult> ticket : batch) {
            if (counted.containsKey(id(ticket))) {
                ticket.fail(fault);
            }
        }
    }

    private ChargeEvaluation taken(ChargeRequest request) {
        ChargeEvaluation evaluation = new ChargeEvaluation(request.lines(), counted, now, settings.rules());
        if (evaluation.refused() || evaluation.opensWindow()) {
            throw new IllegalStateException("the statement has counted what Account refuses");
        }
        evaluation.take(taken);
        if (!evaluation.crossings().isEmpty()) {
            throw new IllegalStateException("the statement has crossed a threshold without marking it");
        }
        return evaluation;
    }

    private SortedSet<String> notCounted() {
        SortedSet<String> ids = new TreeSet<>(totals.keySet());
        ids.removeAll(counted.keySet());
        return ids;
    }

    private static Map<String, Total> totals(List<Ticket<LedgerRequest, LedgerResult>> batch) {
        Map<String, Total> totals = new HashMap<>();
        for (Ticket<LedgerRequest, LedgerResult> ticket : batch) {
            ChargeLine line = line(ticket);
            totals.computeIfAbsent(line.accountId(), Total::new).add(line.cost(), line.policy());
        }
        totals.values().removeIf(Total::isTooMuch);
        return totals;
    }

    private static String id(Ticket<LedgerRequest, LedgerResult> ticket) {
        return line(ticket).accountId();
    }

    /** The only one. */
    private static ChargeLine line(Ticket<LedgerRequest, LedgerResult> ticket) {
        return request(ticket).lines().get(0);
    }

    private static ChargeRequest request(Ticket<LedgerRequest, LedgerResult> ticket) {
        return (ChargeRequest) ticket.request();
    }
}
