// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.metrics;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.jspecify.annotations.Nullable;
import org.ration.container.ApplicationName;
import org.ration.observability.DecisionMeter;
import org.ration.observability.DecisionOutcome;

/** Reports to MicroProfile Metrics. */
@Dependent
class QuotaMetrics extends DecisionMeter {

    private final @Nullable MetricRegistry registry;

    @Inject
    QuotaMetrics(Instance<MetricRegistry> registries) {
        registry = registries.isResolvable() ? registries.get() : null;
    }

    @Override
    protected @Nullable Instruments register(IntSupplier waiting) {
        return registry == null ? null : new Registered(registry, waiting);
    }

    private static Metadata metadata(String name, String description, String unit) {
        return Metadata.builder()
                .withName(name)
                .withDescription(description)
                .withUnit(unit)
                .build();
    }

    /** Applications on one server share a registry; the tag distinguishes them. */
    private static final class Registered implements Instruments {

        private static final String WAITING = "ration.waiting";

        private final MetricRegistry registry;
        private final Tag application;
        private final Timer time;
        private final Histogram batches;

        private Registered(MetricRegistry registry, IntSupplier waiting) {
            this.registry = registry;
            application = new Tag("application", ApplicationName.ofThisThread());
            time = registry.timer(
                    metadata("ration.decision.time", "How long callers waited for a decision", MetricUnits.NANOSECONDS),
                    application);
            batches = registry.histogram(
                    metadata("ration.batch.size", "Requests that shared a batch", MetricUnits.NONE), application);
            registry.gauge(
                    metadata(WAITING, "Callers that wait for a decision", MetricUnits.NONE),
                    waiting::getAsInt,
                    application);
        }

        @Override
        public Runnable counter(String policy, DecisionOutcome outcome) {
            Counter counter = registry.counter(
                    metadata("ration.decisions", "Decisions by policy and outcome", MetricUnits.NONE),
                    new Tag("policy", policy),
                    new Tag("outcome", outcome.text()),
                    application);
            return counter::inc;
        }

        @Override
        public void waited(long nanos) {
            time.update(Duration.ofNanos(nanos));
        }

        @Override
        public void shared(int requests) {
            batches.update(requests);
        }

        @Override
        public void close() {
            registry.remove(new MetricID(WAITING, application));
        }
    }
}
