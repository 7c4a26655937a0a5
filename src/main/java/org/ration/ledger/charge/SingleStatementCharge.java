package org.ration.ledger.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.ration.QuotaDecision;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.ChargeEvaluation;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.sql.Dialect;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.sql.Total;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * Charges requests of one account each by a single statement, where the database can. An account is counted on only if all
 * that the batch wants of it fits; then the decisions are worked out by {@link Account} from what the statement answers.
 * What does not fit is looked at as it stands: some of it is refused then, and the rest is left to be locked.
 */
final class SingleStatementCharge {

    private final List<ChargeRequest> batch;
    private final Supplier<Instant> clock;
    private final Instant now;
    private final Map<String, Total> totals = new TreeMap<>();
    private Map<String, Account> counted = Map.of();
    private List<Runnable> answers = List.of();

    /**
     * Adds up what the requests want.
     *
     * @param clock tells the time; the last of them has arrived
     */
    SingleStatementCharge(List<ChargeRequest> batch, Supplier<Instant> clock) {
        this.batch = batch;
        this.clock = clock;
        this.now = clock.get();
        Set<String> tooMuch = new TreeSet<>();
        for (ChargeRequest request : batch) {
            Total total = totals.merge(
                    request.lines().get(0).accountId(), total(request.lines().get(0)), Total::with);
            if (total.cost() > Total.MAX) {
                tooMuch.add(total.id());
            }
        }
        totals.keySet().removeAll(tooMuch);
    }

    /** Whether there is a statement for requests like these. */
    static boolean suits(Dialect dialect, List<ChargeRequest> batch) {
        if (dialect.singleStatement().isEmpty()) {
            return false;
        }
        for (ChargeRequest request : batch) {
            if (!request.isSingle()) {
                return false;
            }
        }
        return true;
    }

    private static Total total(ChargeLine line) {
        QuotaPolicy policy = line.policy();
        long lowest = policy.block() ? policy.limit() : Long.MAX_VALUE;
        return new Total(line.accountId(), line.cost(), lowest, policy.block(), policy.limit(), policy.limit());
    }

    /** Charges, and answers those that are decided. */
    void charge(TransactionRunner turn) {
        try {
            turn.change(this::count);
            answers.forEach(Runnable::run);
        } catch (QuotaStoreException fault) {
            if (!fault.outcomeUnknown()) {
                throw fault;
            }
            failCounted(fault);
        }
    }

    private TransactionResult<Boolean> count(LedgerTables tables) {
        counted = totals.isEmpty() ? Map.of() : tables.count(totals.values(), now.toEpochMilli());
        Map<String, Account> others = counted.size() == totals.size() ? Map.of() : tables.look(notCounted());
        // The statement may have waited for a lock, and a window or an override may have ended meanwhile.
        Instant afterwards = clock.get();
        if (!counted.values().stream().allMatch(account -> account.isAlikeAt(now, afterwards))) {
            counted = Map.of();
            answers = List.of(); // a run before this one may have left some
            return TransactionResult.unchanged(false);
        }
        answers = new ArrayList<>(batch.size());
        for (ChargeRequest request : batch) {
            if (counted.containsKey(request.lines().get(0).accountId())) {
                answer(request, taken(request));
            } else if (totals.containsKey(request.lines().get(0).accountId())) {
                ChargeEvaluation decision = new ChargeEvaluation(request.lines(), others, afterwards);
                if (decision.refused() && decision.holdsAt(now)) {
                    answer(request, decision);
                }
            }
        }
        return new TransactionResult<>(true, !counted.isEmpty());
    }

    private ChargeEvaluation taken(ChargeRequest request) {
        ChargeEvaluation decision = new ChargeEvaluation(request.lines(), counted, now);
        if (decision.refused() || decision.lastOpening().isPresent()) {
            throw new IllegalStateException("the statement has counted what Account refuses");
        }
        decision.take(new HashMap<>());
        if (!decision.crossings().isEmpty()) {
            throw new IllegalStateException("the statement has crossed a threshold without marking it");
        }
        return decision;
    }

    private void answer(ChargeRequest request, ChargeEvaluation decision) {
        QuotaDecision answer = decision.answer();
        answers.add(() -> request.decided(answer));
    }

    private TreeSet<String> notCounted() {
        TreeSet<String> ids = new TreeSet<>(totals.keySet());
        ids.removeAll(counted.keySet());
        return ids;
    }

    /** Whatever became of the commit, the others have not been charged. */
    private void failCounted(QuotaStoreException fault) {
        for (ChargeRequest request : batch) {
            if (counted.containsKey(request.lines().get(0).accountId())) {
                request.fail(fault);
            }
        }
    }
}
