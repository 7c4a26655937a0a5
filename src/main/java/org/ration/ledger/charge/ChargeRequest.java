package org.ration.ledger.charge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.ThresholdCrossing;
import org.ration.ledger.batch.BatchScheduler;

/** A caller's list of charges, which are taken all or not at all, and what became of it. */
public final class ChargeRequest extends BatchScheduler.Request implements ChargeResult {

    private final List<ChargeLine> lines;
    private @Nullable QuotaDecision decision;
    private List<ThresholdCrossing> crossings = List.of();
    private int batchSize;

    private ChargeRequest(List<ChargeLine> lines, String[] sortedIds) {
        super(sortedIds);
        this.lines = lines;
    }

    /**
     * A request of the current thread.
     *
     * @throws IllegalArgumentException if there is no charge, one counter occurs twice, or a policy has no zone
     */
    public static ChargeRequest of(AccountIds ids, List<QuotaCharge> charges) {
        List<ChargeLine> lines = new ArrayList<>(charges.size());
        for (QuotaCharge charge : charges) {
            lines.add(ChargeLine.of(ids, charge));
        }
        return new ChargeRequest(lines, sortedDistinct(lines));
    }

    @Override
    public List<ChargeLine> lines() {
        return lines;
    }

    /** Whether it touches one account alone. */
    boolean isSingle() {
        return lines.size() == 1;
    }

    /** Whether it would take any unit. */
    public boolean isCostly() {
        for (ChargeLine line : lines) {
            if (line.isCostly()) {
                return true;
            }
        }
        return false;
    }

    /** Notes the decision, which is durable by now. */
    void decided(QuotaDecision durable) {
        decision = durable;
        done();
    }

    /** Notes the decision of charges that were taken, and the thresholds that they have crossed. */
    void decided(QuotaDecision durable, List<ThresholdCrossing> crossed) {
        crossings = crossed;
        decided(durable);
    }

    /** Notes that a batch begins with this request. */
    void leads(int requests) {
        batchSize = requests;
    }

    @Override
    public List<ThresholdCrossing> crossings() {
        return crossings;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public QuotaDecision decision() {
        if (decision == null) {
            throw new IllegalStateException("the request has not been decided");
        }
        return decision;
    }

    @Override
    public boolean refused() {
        return decision != null && !decision.allowed();
    }

    private static String[] sortedDistinct(List<ChargeLine> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is no charge; use at least one");
        }
        String[] sorted = new String[lines.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = lines.get(i).accountId();
        }
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i].equals(sorted[i - 1])) {
                throw twice(lines, sorted[i]);
            }
        }
        return sorted;
    }

    private static IllegalArgumentException twice(List<ChargeLine> lines, String id) {
        for (ChargeLine line : lines) {
            if (line.accountId().equals(id)) {
                return new IllegalArgumentException("two charges are of one counter (scope \""
                        + line.policy().scope() + "\", period "
                        + line.policy().period().unit()
                        + "); add their costs up, or use different scopes");
            }
        }
        throw new IllegalStateException("no line has the account " + id);
    }
}
