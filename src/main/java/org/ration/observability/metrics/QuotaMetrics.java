package org.ration.observability.metrics;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaUsage;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.charge.ChargeResult;

/**
 * Counts decisions by the policy's name and their outcome, and measures how long callers wait and how many share a batch.
 * Never by key. Remembers a bounded number of policies; all beyond are counted as {@code other}.
 */
@Dependent
class QuotaMetrics implements LedgerListener {

    private static final int MOST_POLICIES = 1000;
    private static final String OTHER = "other";

    private final @Nullable MetricRegistry registry;
    private final Map<String, Counter[]> decisions = new ConcurrentHashMap<>();
    private @Nullable Timer time;
    private @Nullable Histogram batches;

    /** The outcomes, as tags name them. */
    private enum Outcome {
        /** Taken, and not above the limit. */
        ALLOWED,
        /** Taken above the limit, by a quota that does not block. */
        OVER,
        REFUSED,
        /** Not decided: store trouble. */
        FAILED,
        /** Of those that failed, the call passed all the same. */
        UNCOUNTED;

        private final Tag tag = new Tag("outcome", name().toLowerCase(Locale.ROOT));
    }

    @Inject
    QuotaMetrics(Instance<MetricRegistry> registries) {
        registry = registries.isResolvable() ? registries.get() : null;
    }

    @Override
    public void begins(IntSupplier waiting) {
        if (registry == null) {
            return;
        }
        time = registry.timer(
                metadata("ration.decision.time", "How long callers waited for a decision", MetricUnits.NANOSECONDS));
        batches = registry.histogram(metadata("ration.batch.size", "Requests that shared a batch", MetricUnits.NONE));
        registry.gauge(
                metadata("ration.waiting", "Callers that wait for a decision", MetricUnits.NONE), waiting::getAsInt);
    }

    @Override
    public void decided(ChargeResult result, long nanos) {
        if (time == null || batches == null) {
            return;
        }
        time.update(Duration.ofNanos(nanos));
        if (result.batchSize() > 0) {
            batches.update(result.batchSize());
        }
        QuotaDecision decision = result.decision();
        if (decision.allowed()) {
            decision.usages().forEach(this::countAllowed);
        } else {
            decision.violated().forEach(usage -> count(usage.policyName(), Outcome.REFUSED));
        }
    }

    private void countAllowed(QuotaUsage usage) {
        count(usage.policyName(), usage.used() > usage.limit() ? Outcome.OVER : Outcome.ALLOWED);
    }

    @Override
    public void failed(List<QuotaCharge> charges, long nanos) {
        if (time != null) {
            time.update(Duration.ofNanos(nanos));
            charges.forEach(charge -> count(charge.policy().name(), Outcome.FAILED));
        }
    }

    @Override
    public void uncounted(QuotaCharge charge, String account, Instant at) {
        if (time != null) {
            count(charge.policy().name(), Outcome.UNCOUNTED);
        }
    }

    private void count(String policy, Outcome outcome) {
        Counter[] known = decisions.get(policy);
        if (known == null) {
            known = decisions.computeIfAbsent(decisions.size() < MOST_POLICIES ? policy : OTHER, this::counters);
        }
        known[outcome.ordinal()].inc();
    }

    private Counter[] counters(String policy) {
        Metadata metadata = metadata("ration.decisions", "Decisions by policy and outcome", MetricUnits.NONE);
        Counter[] counters = new Counter[Outcome.values().length];
        for (Outcome outcome : Outcome.values()) {
            counters[outcome.ordinal()] = registry.counter(metadata, new Tag("policy", policy), outcome.tag);
        }
        return counters;
    }

    private static Metadata metadata(String name, String description, String unit) {
        return Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(unit)
                .build();
    }
}
