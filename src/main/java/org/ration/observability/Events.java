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
import org.ration.QuotaHoldChanged;
import org.ration.QuotaHoldChanged.Change;
import org.ration.QuotaOverrun;
import org.ration.QuotaRefused;
import org.ration.QuotaReplayed;
import org.ration.QuotaThresholdCrossed;
import org.ration.QuotaUncounted;
import org.ration.QuotaUsage;
import org.ration.admin.AuditRecord;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaAdjusted;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.EndedHold;
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
    private final ObservedEvent<QuotaHoldChanged> held;
    private final ObservedEvent<QuotaReplayed> replayed;
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
        held = new ObservedEvent<>(
                manager, QuotaHoldChanged.class, new QuotaHoldChanged(Change.HELD, "", "", 0, 0, any));
        replayed = new ObservedEvent<>(manager, QuotaReplayed.class, new QuotaReplayed("", "", 0, any));
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
        if (decision.replayed()) {
            tellReplayed(result, decision);
        } else if (decision.allowed()) {
            tellTaken(result, decision);
        }
        for (ThresholdCrossing crossing : result.crossings()) {
            crossed.fire(() -> crossed(result, crossing));
        }
    }

    private void tellReplayed(ChargeResult result, QuotaDecision decision) {
        for (ChargeLine line : result.lines()) {
            replayed.fire(
                    () -> new QuotaReplayed(line.accountId(), line.policy().name(), line.cost(), decision.decidedAt()));
        }
    }

    private void tellTaken(ChargeResult result, QuotaDecision decision) {
        if (!charged.isObserved() && !held.isObserved()) {
            return;
        }
        List<ChargeLine> lines = result.lines();
        for (int i = 0; i < lines.size(); i++) {
            ChargeLine line = lines.get(i);
            QuotaUsage usage = decision.usages().get(i);
            if (line.isHeld()) {
                held.fire(() -> new QuotaHoldChanged(
                        Change.HELD, line.accountId(), usage.policyName(), 0, line.cost(), decision.decidedAt()));
            } else if (line.cost() > 0) {
                charged.fire(() -> charged(line, usage, decision.decidedAt()));
            }
        }
    }

    private static QuotaCharged charged(ChargeLine line, QuotaUsage usage, Instant at) {
        return new QuotaCharged(
                line.accountId(), usage.policyName(), line.cost(), usage.used(), usage.limit(), usage.resetAt(), at);
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
    public void ended(List<EndedHold> holds) {
        for (EndedHold hold : holds) {
            held.fire(() ->
                    new QuotaHoldChanged(Change.EXPIRED, hold.account(), hold.policy(), hold.units(), 0, hold.at()));
        }
    }

    @Override
    public void settled(SettleResult result) {
        for (SettledLine line : result.lines()) {
            if (line.held() > 0 || line.units() != line.counted()) {
                held.fire(() -> settled(line));
            }
            if (line.isOverrun()) {
                overrun.fire(() -> overrun(line));
            }
            for (int percent : line.crossings()) {
                crossed.fire(() -> crossed(line, percent));
            }
        }
    }

    private static QuotaHoldChanged settled(SettledLine line) {
        return new QuotaHoldChanged(
                line.units() > 0 ? Change.SETTLED : Change.RELEASED,
                line.account().id(),
                line.account().policy().name(),
                line.held() + line.counted(),
                line.units(),
                line.at());
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
