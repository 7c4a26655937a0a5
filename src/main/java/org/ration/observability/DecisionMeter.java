// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleResult;

/**
 * Counts decisions by the policy's name and their outcome, and measures how long callers wait and how many share a
 * batch. Never by key. Remembers a bounded number of policies; all beyond are counted as {@code other}. Safe for use by
 * many threads.
 *
 * <p>Each metrics system has one subclass, which says how a number is reported.
 */
public abstract class DecisionMeter implements LedgerListener {

    private static final int MAX_POLICIES = 1000;
    private static final String OTHER = "other";

    private final Map<String, Runnable[]> counters = new ConcurrentHashMap<>();
    private volatile @Nullable Instruments instruments;

    /** For the subclass. */
    protected DecisionMeter() {}

    /**
     * Registers the metrics.
     *
     * @param waiting the number of callers that wait for a decision
     * @return the instruments; null if the runtime has no registry
     */
    protected abstract @Nullable Instruments register(IntSupplier waiting);

    @Override
    public final void begins(IntSupplier waiting) {
        instruments = register(waiting);
    }

    /** With its application: a registry that applications share would call it after they have ended. */
    @PreDestroy
    final void end() {
        Instruments registered = instruments;
        instruments = null;
        if (registered != null) {
            registered.close();
        }
    }

    @Override
    public final void decided(ChargeResult result, long nanos) {
        Instruments registered = instruments;
        if (registered == null) {
            return;
        }
        registered.waited(nanos);
        batch(registered, result.batchSize());
        QuotaDecision decision = result.decision();
        if (decision.allowed()) {
            for (int i = 0; i < result.lines().size(); i++) {
                QuotaUsage usage = decision.usages().get(i);
                count(
                        registered,
                        usage.policyName(),
                        outcome(result, result.lines().get(i), usage));
            }
        } else {
            decision.violated().forEach(usage -> count(registered, usage.policyName(), DecisionOutcome.REFUSED));
        }
    }

    private static DecisionOutcome outcome(ChargeResult result, ChargeLine line, QuotaUsage usage) {
        if (result.decision().replayed()) {
            return DecisionOutcome.REPLAYED;
        }
        if (line.isHeld()) {
            return DecisionOutcome.HELD;
        }
        return usage.used() > usage.limit() ? DecisionOutcome.OVER : DecisionOutcome.ALLOWED;
    }

    @Override
    public final void settled(SettleResult result) {
        Instruments registered = instruments;
        if (registered == null) {
            return;
        }
        batch(registered, result.batchSize());
        for (SettledLine line : result.lines()) {
            String policy = line.account().policy().name();
            count(registered, policy, line.units() > 0 ? DecisionOutcome.SETTLED : DecisionOutcome.RELEASED);
            if (line.isOverrun()) {
                count(registered, policy, DecisionOutcome.OVERRUN);
            }
        }
    }

    @Override
    public final void ended(List<EndedHold> holds) {
        Instruments registered = instruments;
        if (registered != null) {
            holds.forEach(hold -> count(registered, hold.policy(), DecisionOutcome.EXPIRED));
        }
    }

    private static void batch(Instruments registered, int size) {
        if (size > 0) {
            registered.shared(size);
        }
    }

    @Override
    public final void failed(List<QuotaCharge> charges, long nanos) {
        Instruments registered = instruments;
        if (registered != null) {
            registered.waited(nanos);
            charges.forEach(charge -> count(registered, charge.policy().name(), DecisionOutcome.FAILED));
        }
    }

    @Override
    public final void uncounted(QuotaCharge charge, String account, Instant at) {
        Instruments registered = instruments;
        if (registered != null) {
            count(registered, charge.policy().name(), DecisionOutcome.UNCOUNTED);
        }
    }

    private void count(Instruments registered, String policy, DecisionOutcome outcome) {
        Runnable[] known = counters.get(policy);
        if (known == null) {
            String name = counters.size() < MAX_POLICIES ? policy : OTHER;
            known = counters.computeIfAbsent(name, each -> counters(registered, each));
        }
        known[outcome.ordinal()].run();
    }

    private static Runnable[] counters(Instruments registered, String policy) {
        DecisionOutcome[] outcomes = DecisionOutcome.values();
        Runnable[] counters = new Runnable[outcomes.length];
        for (DecisionOutcome outcome : outcomes) {
            counters[outcome.ordinal()] = registered.counter(policy, outcome);
        }
        return counters;
    }

    /** The instruments of one metrics system. */
    public interface Instruments {

        /**
         * A counter.
         *
         * @param policy the policy's name
         * @param outcome the outcome
         * @return adds one
         */
        Runnable counter(String policy, DecisionOutcome outcome);

        /**
         * A caller waited for its decision.
         *
         * @param nanos how long
         */
        void waited(long nanos);

        /**
         * Requests shared a batch.
         *
         * @param requests how many
         */
        void shared(int requests);

        /** Takes back what asks the application for numbers. */
        void close();
    }
}
