package org.ration.observability;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ration.QuotaCharge;
import org.ration.QuotaCharged;
import org.ration.QuotaDecision;
import org.ration.QuotaRefused;
import org.ration.QuotaThresholdCrossed;
import org.ration.QuotaUncounted;
import org.ration.QuotaUsage;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaAdjusted;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.account.AuditEntry;
import org.ration.ledger.account.ThresholdCrossing;
import org.ration.ledger.charge.ChargeResult;

/** Fires the events that somebody observes. They name accounts by their ids, and never a key. */
@Dependent
public class Events implements LedgerListener {

    private final ObservedEvent<QuotaCharged> charged;
    private final ObservedEvent<QuotaRefused> refused;
    private final ObservedEvent<QuotaThresholdCrossed> crossed;
    private final ObservedEvent<QuotaUncounted> uncounted;
    private final ObservedEvent<QuotaAdjusted> adjusted;

    @Inject
    Events(BeanManager manager) {
        Instant any = Instant.EPOCH;
        charged = new ObservedEvent<>(manager, QuotaCharged.class, new QuotaCharged("", "", 0, 0, 0, any, any));
        refused = new ObservedEvent<>(manager, QuotaRefused.class, new QuotaRefused("", "", 0, 0, 0, any, any));
        crossed = new ObservedEvent<>(
                manager, QuotaThresholdCrossed.class, new QuotaThresholdCrossed("", "", 0, 0, 0, any, any, any));
        uncounted = new ObservedEvent<>(manager, QuotaUncounted.class, new QuotaUncounted("", "", 0, any));
        adjusted = new ObservedEvent<>(
                manager,
                QuotaAdjusted.class,
                new QuotaAdjusted(
                        QuotaAct.RESET,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        any));
    }

    @Override
    public void decided(ChargeResult verdict, long nanos) {
        QuotaDecision decision = verdict.decision();
        if (!decision.allowed() && refused.isObserved()) {
            tellRefused(verdict, decision);
        }
        if (decision.allowed() && charged.isObserved()) {
            tellCharged(verdict, decision);
        }
        for (ThresholdCrossing crossing : verdict.crossings()) {
            crossed.fire(() -> crossed(verdict, crossing));
        }
    }

    private void tellCharged(ChargeResult verdict, QuotaDecision decision) {
        List<QuotaCharge> charges = verdict.charges();
        for (int i = 0; i < charges.size(); i++) {
            String account = verdict.id(i);
            long cost = charges.get(i).cost();
            QuotaUsage usage = decision.usages().get(i);
            if (cost > 0) {
                charged.fire(() -> new QuotaCharged(
                        account,
                        usage.policyName(),
                        cost,
                        usage.used(),
                        usage.limit(),
                        usage.resetAt(),
                        decision.decidedAt()));
            }
        }
    }

    private void tellRefused(ChargeResult verdict, QuotaDecision decision) {
        List<QuotaCharge> charges = verdict.charges();
        for (int i = 0; i < charges.size(); i++) {
            String account = verdict.id(i);
            long cost = charges.get(i).cost();
            QuotaUsage usage = decision.usages().get(i);
            if (decision.violated().contains(usage)) {
                refused.fire(() -> new QuotaRefused(
                        account,
                        usage.policyName(),
                        cost,
                        usage.used(),
                        usage.limit(),
                        usage.resetAt(),
                        decision.decidedAt()));
            }
        }
    }

    private static QuotaThresholdCrossed crossed(ChargeResult verdict, ThresholdCrossing crossing) {
        QuotaUsage usage = verdict.decision().usages().get(crossing.charge());
        return new QuotaThresholdCrossed(
                verdict.id(crossing.charge()),
                usage.policyName(),
                crossing.percent(),
                usage.used(),
                usage.limit(),
                usage.periodStart(),
                usage.resetAt(),
                verdict.decision().decidedAt());
    }

    @Override
    public void uncounted(QuotaCharge charge, String account, Instant at) {
        uncounted.fire(() -> new QuotaUncounted(account, charge.policy().name(), charge.cost(), at));
    }

    @Override
    public void adjusted(AuditEntry entry) {
        adjusted.fire(() -> new QuotaAdjusted(
                QuotaAct.valueOf(entry.act().name()),
                entry.accountId(),
                entry.policyName(),
                entry.by(),
                entry.before(),
                entry.after(),
                entry.at()));
    }
}
