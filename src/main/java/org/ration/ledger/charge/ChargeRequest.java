package org.ration.ledger.charge;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ThresholdCrossing;
import org.ration.ledger.batch.BatchScheduler;

/** A caller's list of charges, which are taken all or not at all, and what became of it. */
public final class ChargeRequest extends BatchScheduler.Request implements ChargeResult {

    private final List<QuotaCharge> charges;
    private final String[] ids;
    private @Nullable QuotaDecision decision;
    private List<ThresholdCrossing> crossings = List.of();
    private int batchSize;

    private ChargeRequest(List<QuotaCharge> charges, String[] ids, String[] sorted) {
        super(sorted);
        this.charges = charges;
        this.ids = ids;
    }

    /**
     * A request of the current thread.
     *
     * @throws IllegalArgumentException if there is no charge, one counter occurs twice, or a policy has no zone
     */
    public static ChargeRequest of(List<QuotaCharge> charges) {
        List<QuotaCharge> copy = List.copyOf(charges);
        String[] ids = new String[copy.size()];
        for (int i = 0; i < ids.length; i++) {
            QuotaCharge charge = copy.get(i);
            requireZone(charge);
            ids[i] = AccountIds.of(charge.key(), charge.policy());
        }
        return new ChargeRequest(copy, ids, sortedDistinct(copy, ids));
    }

    @Override
    public List<QuotaCharge> charges() {
        return charges;
    }

    @Override
    public String id(int charge) {
        return ids[charge];
    }

    /** The ids of all its accounts, in no order. */
    List<String> ids() {
        return Arrays.asList(ids);
    }

    /** Whether it touches one account alone. */
    boolean isSingle() {
        return ids.length == 1;
    }

    /** Whether it would take any unit. */
    public boolean isCostly() {
        for (QuotaCharge charge : charges) {
            if (charge.cost() > 0) {
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

    private static String[] sortedDistinct(List<QuotaCharge> charges, String[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("there is no charge; use at least one");
        }
        String[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i].equals(sorted[i - 1])) {
                QuotaCharge twice = charges.get(Arrays.asList(ids).indexOf(sorted[i]));
                throw new IllegalArgumentException("two charges are of one counter (scope \""
                        + twice.policy().scope() + "\", period "
                        + twice.policy().period().unit()
                        + "); add their costs up, or use different scopes");
            }
        }
        return sorted;
    }

    private static void requireZone(QuotaCharge charge) {
        if (charge.policy().zone().isEmpty()) {
            throw new IllegalArgumentException("policy " + charge.policy().name() + " has no zone; give it one");
        }
    }
}
