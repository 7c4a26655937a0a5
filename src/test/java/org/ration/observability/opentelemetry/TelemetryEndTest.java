// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** The OpenTelemetry of a server, or of an agent, outlives the application. */
class TelemetryEndTest {

    private static final InMemoryMetricReader READER = InMemoryMetricReader.create();

    private static final OpenTelemetry OF_THE_SERVER = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(READER).build())
            .build();

    /** The server's. */
    @ApplicationScoped
    static class Server {

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return OF_THE_SERVER;
        }
    }

    @Test
    void asksTheApplicationForNothingOnceItHasEnded() {
        try (TestDatabase database = TestDatabase.withTables(Database.H2, 2)) {
            try (TestContainer application =
                    Deployment.on(database, Server.class, QuotaTelemetry.class).start()) {
                application.select(QuotaRegistry.class).consume("user:a", QuotaPolicy.of(2, QuotaPeriod.MONTH));
                assertThat(metrics()).contains("ration.waiting");
            }

            assertThat(metrics()).doesNotContain("ration.waiting");
        }
    }

    private static List<String> metrics() {
        return READER.collectAllMetrics().stream().map(MetricData::getName).toList();
    }
}
