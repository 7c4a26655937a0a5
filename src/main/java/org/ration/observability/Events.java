// SPDX-License-Identifier: Apache-2.0
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
import org.ration.QuotaOverrun;
import org.ration.QuotaRefused;
import org.ration.QuotaThresholdCrossed;
import org.ration.QuotaUncounted;
import org.ration.QuotaUsage;
import org.ration.admin.AuditRecord;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaAdjusted;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.account.ThresholdCrossing;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleResult;

/** Fires the events that have observers. They name accounts by their ids, and never a key. */
@Dependent
public class Events implements LedgerListener {

    private final ObservedEvent<QuotaCharged> charged;
    private final ObservedEvent<QuotaRefused> refused;
    private final ObservedEvent<QuotaThresholdCrossed> crossed;
    private final ObservedEvent<QuotaOverrun> overrun;
    private final ObservedEvent<QuotaUncounted> uncounted;
    private final ObservedEvent<QuotaAdjusted> adjusted;

    @Inject
    Events(BeanManager manager) {
        Instant any = Instant.EPOCH;
        charged = new ObservedEvent<>(manager, QuotaCharged.class, new QuotaCharged("", "", 0, 0, 0, any, any));
        refused = new ObservedEvent<>(manager, QuotaRefused.class, new QuotaRefused("", "", 0, 0, 0, any, any));
        crossed = new ObservedEvent<>(
                manager, QuotaThresholdCrossed.class, new QuotaThresholdCrossed("", "", 0, 0, 0, any, any, any));
        overrun = new ObservedEvent<>(manager, QuotaOverrun.class, new QuotaOverrun("", "", 0, 0, 0, 0, any));
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
    public void decided(ChargeResult result, long nanos) {
        QuotaDecision decision = result.decision();
        if (!decision.allowed() && refused.isObserved()) {
            tellRefused(result, decision);
        }
        if (decision.allowed() && !decision.replayed() && charged.isObserved()) {
            tellCharged(result, decision);
        }
        for (ThresholdCrossing crossing : result.crossings()) {
            crossed.fire(() -> crossed(result, crossing));
        }
    }

    private void tellCharged(ChargeResult result, QuotaDecision decision) {
        List<ChargeLine> lines = result.lines();
        for (int i = 0; i < lines.size(); i++) {
            String account = lines.get(i).accountId();
            long cost = lines.get(i).cost();
            QuotaUsage usage = decision.usages().get(i);
            if (cost > 0 && !lines.get(i).isHeld()) {
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

    private void tellRefused(ChargeResult result, QuotaDecision decision) {
        List<ChargeLine> lines = result.lines();
        for (int i = 0; i < lines.size(); i++) {
            String account = lines.get(i).accountId();
            long cost = lines.get(i).cost();
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

    private static QuotaThresholdCrossed crossed(ChargeResult result, ThresholdCrossing crossing) {
        QuotaUsage usage = result.decision().usages().get(crossing.charge());
        return new QuotaThresholdCrossed(
                result.lines().get(crossing.charge()).accountId(),
                usage.policyName(),
                crossing.percent(),
                usage.used(),
                usage.limit(),
                usage.periodStart(),
                usage.resetAt(),
                result.decision().decidedAt());
    }

    @Override
    public void settled(SettleResult result) {
        for (SettledLine line : result.lines()) {
            if (line.isOverrun()) {
                overrun.fire(() -> overrun(line));
            }
            for (int percent : line.crossings()) {
                crossed.fire(() -> crossed(line, percent));
            }
        }
    }

    private static QuotaOverrun overrun(SettledLine line) {
        return new QuotaOverrun(
                line.account().id(),
                line.account().policy().name(),
                line.held() + line.counted(),
                line.units(),
                line.window().used(),
                line.window().limit(),
                line.at());
    }

    private static QuotaThresholdCrossed crossed(SettledLine line, int percent) {
        QuotaUsage usage = line.usage();
        return new QuotaThresholdCrossed(
                line.account().id(),
                usage.policyName(),
                percent,
                usage.used(),
                usage.limit(),
                usage.periodStart(),
                usage.resetAt(),
                line.at());
    }

    @Override
    public void uncounted(QuotaCharge charge, String account, Instant at) {
        uncounted.fire(() -> new QuotaUncounted(account, charge.policy().name(), charge.cost(), at));
    }

    @Override
    public void adjusted(AuditRecord entry) {
        adjusted.fire(() -> new QuotaAdjusted(
                entry.act(),
                entry.account().map(AuditRecord.Subject::id),
                entry.account().map(AuditRecord.Subject::policyName),
                entry.by(),
                entry.before(),
                entry.after(),
                entry.at()));
    }
}
