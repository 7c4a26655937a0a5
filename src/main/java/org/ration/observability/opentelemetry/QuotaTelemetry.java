// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.opentelemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.ration.container.ApplicationName;
import org.ration.observability.DecisionMeter;
import org.ration.observability.DecisionOutcome;

/** Reports to OpenTelemetry: to the bean that MicroProfile Telemetry provides, else to the global instance. */
@Dependent
class QuotaTelemetry extends DecisionMeter {

    private static final AttributeKey<String> POLICY = AttributeKey.stringKey("ration.policy");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("ration.outcome");
    private static final AttributeKey<String> APPLICATION = AttributeKey.stringKey("ration.application");

    private final Instance<OpenTelemetry> provided;

    @Inject
    QuotaTelemetry(Instance<OpenTelemetry> provided) {
        this.provided = provided;
    }

    @Override
    protected Instruments register(IntSupplier waiting) {
        OpenTelemetry telemetry = provided.isResolvable() ? provided.get() : GlobalOpenTelemetry.get();
        return new Registered(telemetry.getMeter("org.ration"), waiting);
    }

    private static final class Registered implements Instruments {

        private final Attributes application = Attributes.of(APPLICATION, ApplicationName.ofThisThread());
        private final LongCounter decisions;
        private final DoubleHistogram time;
        private final LongHistogram batches;
        private final ObservableLongGauge callers;

        private Registered(Meter meter, IntSupplier waiting) {
            decisions = meter.counterBuilder("ration.decisions")
                    .setDescription("Decisions by policy and outcome")
                    .setUnit("{decision}")
                    .build();
            time = meter.histogramBuilder("ration.decision.time")
                    .setDescription("How long callers waited for a decision")
                    .setUnit("s")
                    .build();
            batches = meter.histogramBuilder("ration.batch.size")
                    .setDescription("Requests that shared a batch")
                    .setUnit("{request}")
                    .ofLongs()
                    .build();
            callers = meter.gaugeBuilder("ration.waiting")
                    .setDescription("Callers that wait for a decision")
                    .setUnit("{request}")
                    .ofLongs()
                    .buildWithCallback(gauge -> gauge.record(waiting.getAsInt(), application));
        }

        @Override
        public Runnable counter(String policy, DecisionOutcome outcome) {
            Attributes attributes = application.toBuilder()
                    .put(POLICY, policy)
                    .put(OUTCOME, outcome.text())
                    .build();
            return () -> decisions.add(1, attributes);
        }

        @Override
        public void waited(long nanos) {
            time.record(nanos / (double) TimeUnit.SECONDS.toNanos(1), application);
        }

        @Override
        public void shared(int requests) {
            batches.record(requests, application);
        }

        @Override
        public void close() {
            callers.close();
        }
    }
}
