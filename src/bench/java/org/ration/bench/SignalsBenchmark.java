// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.smallrye.metrics.SharedMetricRegistries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.ration.QuotaCharge;
import org.ration.QuotaCharged;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.ledger.LedgerListener;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.charge.ChargeResult;

/**
 * What each signal costs a charge in memory: the time that the caller's thread spends in it after the commit.
 * {@code mvn -Pbench -Dbench.parts=signals} runs it alone. MicroProfile Metrics are SmallRye's, OpenTelemetry is its
 * SDK.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignalsBenchmark {

    private static final String ROOM = "org.ration.observability.";

    /** The listener; {@code +} adds an observer, or a span that records. */
    @Param({
        "RefusalLog",
        "Events",
        "Events+",
        "metrics.QuotaMetrics",
        "opentelemetry.QuotaTelemetry",
        "opentelemetry.DecisionSpanEvent",
        "opentelemetry.DecisionSpanEvent+"
    })
    public String signal;

    private WeldContainer weld;
    private LedgerListener listener;
    private ChargeResult allowed;
    private SdkTracerProvider tracing;
    private Span span;
    private Scope scope;
    private int calls;

    /** For JMH. */
    public SignalsBenchmark() {}

    /** Runs it; answers the section of the report. */
    static String run(boolean quick) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(SignalsBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(quick ? 2 : 4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(quick ? 2 : 5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        StringBuilder text = new StringBuilder(
                """
                ## The signals in memory

                By JMH: what each signal adds to an allowed charge, on its caller's thread and after the commit.

                | signal | ns per charge | bytes per charge |
                |---|---:|---:|
                """);
        results.forEach(result -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f |%n",
                result.getParams().getParam("signal"),
                result.getPrimaryResult().getScore(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore())));
        return text.toString();
    }

    /** Starts a container with the signal alone. */
    @Setup
    public void start() throws ClassNotFoundException {
        boolean more = signal.endsWith("+");
        Weld container = new Weld()
                .disableDiscovery()
                .containerId(UUID.randomUUID().toString())
                .addBeanClasses(Class.forName(ROOM + signal.replace("+", "")), Providers.class);
        weld = (more ? container.addBeanClass(Observer.class) : container).initialize();
        listener = weld.select(LedgerListener.class, Any.Literal.INSTANCE).get();
        listener.begins(() -> 0);
        allowed = allowed();
        tracing = SdkTracerProvider.builder().build();
        if (more) {
            begin();
        }
    }

    private static ChargeResult allowed() {
        QuotaPolicy policy = QuotaPolicy.of(1_000_000, QuotaPeriod.MONTH).withZone(ZoneOffset.UTC);
        QuotaCharge charge = new QuotaCharge("user:alice", policy, 1);
        QuotaUsage usage = QuotaUsage.builder("user:alice", QuotaPeriod.MONTH, ZoneOffset.UTC)
                .used(1)
                .limit(1_000_000)
                .window(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"))
                .build();
        QuotaDecision decision = new QuotaDecision(usage.periodStart(), List.of(usage), List.of(), false);
        return new ChargeResult(
                List.of(ChargeLine.of(AccountIds.UNNAMED, charge)), decision, List.of(), usage.periodStart(), 1);
    }

    private void begin() {
        span = tracing.get("bench").spanBuilder("call").startSpan();
        scope = span.makeCurrent();
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        if (scope != null) {
            scope.close();
        }
        weld.close();
    }

    /** One charge. A span takes 128 events at most; so there is a new one every 100 calls. */
    @Benchmark
    public void decided(Blackhole hole) {
        if (scope != null && ++calls % 100 == 0) {
            scope.close();
            begin();
        }
        listener.decided(allowed, 1_000_000);
        hole.consume(listener);
    }

    /** Takes the event, and does nothing with it. */
    @ApplicationScoped
    public static class Observer {

        /** For the container. */
        public Observer() {}

        void charged(@Observes QuotaCharged charged) {
            // that it is called is what is measured
        }
    }

    /** What a server provides. */
    @ApplicationScoped
    public static class Providers {

        /** For the container. */
        public Providers() {}

        @Produces
        MetricRegistry metrics() {
            return SharedMetricRegistries.getOrCreate(MetricRegistry.APPLICATION_SCOPE);
        }

        @Produces
        OpenTelemetry telemetry() {
            return OpenTelemetrySdk.builder()
                    .setMeterProvider(SdkMeterProvider.builder()
                            .registerMetricReader(InMemoryMetricReader.create())
                            .build())
                    .build();
        }
    }
}
