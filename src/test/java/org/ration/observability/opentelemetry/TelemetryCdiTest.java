// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.observability.Monitoring;
import org.ration.testing.Deployed;
import org.ration.testing.TestClock;

/** What an application with OpenTelemetry is told. */
@Deployed(beans = {QuotaTelemetry.class, DecisionSpanEvent.class})
class TelemetryCdiTest {

    private static final QuotaPolicy TWO =
            QuotaPolicy.of(2, QuotaPeriod.MONTH).withScope("telemetry").withZone(ZoneId.of("UTC"));

    @Inject
    QuotaRegistry quotas;

    @Inject
    Sdk sdk;

    @Inject
    TestClock clock;

    /** What MicroProfile Telemetry provides. */
    @ApplicationScoped
    static class Sdk {

        private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
        private final InMemorySpanExporter spans = InMemorySpanExporter.create();
        private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return telemetry;
        }

        Map<String, MetricData> metrics() {
            return metrics.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, data -> data));
        }

        List<EventData> eventsOf(Runnable work) {
            Span span = telemetry.getTracer("test").spanBuilder("call").startSpan();
            try (Scope scope = span.makeCurrent()) {
                assertThat(scope).isNotNull();
                work.run();
            }
            span.end();
            List<EventData> events = spans.getFinishedSpanItems().get(0).getEvents();
            spans.reset();
            return events;
        }
    }

    @Test
    void countsDecisionsByPolicyAndOutcomeAndNeverByKey() {
        for (int call = 0; call < 3; call++) {
            quotas.consume("user:secret-4711", TWO);
        }

        Map<String, MetricData> metrics = sdk.metrics();

        assertThat(counts(metrics.get("ration.decisions"), "telemetry-month"))
                .containsEntry("allowed", 2L)
                .containsEntry("refused", 1L);
        assertThat(metrics.get("ration.decision.time").getHistogramData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getCount()).isGreaterThanOrEqualTo(3));
        assertThat(metrics).containsKeys("ration.batch.size", "ration.waiting");
        assertThat(metrics.toString()).doesNotContain("4711");
    }

    @Test
    void countsWhatBecomesOfChargesWithAnId() {
        QuotaPolicy ids = TWO.withScope("ids");
        List<QuotaCharge> list = List.of(new QuotaCharge("user:secret-4714", ids, 1));

        quotas.consume(list, "id 4714");
        quotas.consume(list, "id 4714");
        quotas.reserve(list, Duration.ofMinutes(1)).settle(5);
        quotas.settle("id 4714", 0);
        quotas.reserve("user:secret-4715", ids, 2, Duration.ofMinutes(1)).release();
        quotas.reserve("user:secret-4715", ids, 2, Duration.ofMinutes(1));
        clock.move(Duration.ofMinutes(1));
        quotas.consume("user:secret-4715", ids);

        await().untilAsserted(() -> assertThat(counts(sdk.metrics().get("ration.decisions"), "ids-month"))
                .containsOnly(
                        entry("allowed", 2L),
                        entry("replayed", 1L),
                        entry("held", 3L),
                        entry("settled", 1L),
                        entry("overrun", 1L),
                        entry("released", 2L),
                        entry("expired", 1L)));
        assertThat(sdk.metrics().toString()).doesNotContain("471");
    }

    @Test
    void addsOneEventToTheCallersSpanAndNeverTheKey() {
        List<EventData> events = sdk.eventsOf(() -> quotas.consume("user:secret-4712", TWO.withScope("span")));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("ration.decision");
            assertThat(event.getAttributes().get(AttributeKey.stringKey("ration.policy")))
                    .isEqualTo("span-month");
            assertThat(event.getAttributes().get(AttributeKey.booleanKey("ration.allowed")))
                    .isTrue();
            assertThat(event.getAttributes().get(AttributeKey.longKey("ration.used")))
                    .isEqualTo(1);
        });
        assertThat(events.toString()).doesNotContain("4712");
    }

    /** By the rules of OpenTelemetry for Prometheus, with the labels that docs/monitoring has relabelled. */
    @Test
    void hasTheNamesOfTheDashboardAndOfTheAlertRules() {
        quotas.consume("user:secret-4713", TWO.withScope("dashboard"));

        Map<String, Set<String>> told = new TreeMap<>();
        sdk.metrics().values().forEach(metric -> names(metric).forEach(name -> told.put(name, labels(metric))));

        assertThat(Monitoring.expressions()).hasSizeGreaterThan(10);
        Monitoring.labels(Monitoring.expressions()).forEach((name, labels) -> {
            labels.remove("quantile"); // of MicroProfile Metrics alone
            if (!name.equals("ration_decision_time_seconds")) {
                assertThat(told).containsKey(name);
                assertThat(told.get(name)).as(name).containsAll(labels);
            }
        });
    }

    private static List<String> names(MetricData metric) {
        String name = metric.getName().replace('.', '_') + (metric.getUnit().equals("s") ? "_seconds" : "");
        return switch (metric.getType()) {
            case LONG_SUM -> List.of(name + "_total");
            case HISTOGRAM -> List.of(name + "_sum", name + "_count", name + "_bucket");
            default -> List.of(name);
        };
    }

    private static Set<String> labels(MetricData metric) {
        return Stream.concat(
                        metric.getType() == MetricDataType.HISTOGRAM ? Stream.of("le") : Stream.of(),
                        metric.getData().getPoints().stream()
                                .flatMap(point -> point.getAttributes().asMap().keySet().stream())
                                .map(key -> key.getKey().replaceFirst("^ration\\.", "")))
                .collect(Collectors.toSet());
    }

    private static Map<String, Long> counts(MetricData decisions, String policy) {
        return decisions.getLongSumData().getPoints().stream()
                .filter(point -> policy.equals(point.getAttributes().get(AttributeKey.stringKey("ration.policy"))))
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(AttributeKey.stringKey("ration.outcome")),
                        point -> point.getValue()));
    }
}
