// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** The registry of a server outlives the application. */
class MetricsEndTest {

    private static final Set<String> GAUGES = new LinkedHashSet<>();

    /** The server's. */
    @Dependent
    static class Server {

        @Produces
        MetricRegistry registry() {
            return of(MetricRegistry.class, (proxy, method, arguments) -> {
                if (method.getName().equals("gauge")) {
                    GAUGES.add(((Metadata) arguments[0]).getName());
                } else if (method.getName().equals("remove")) {
                    return GAUGES.remove(((MetricID) arguments[0]).getName());
                }
                Class<?> type = method.getReturnType();
                return type.isInterface() ? of(type, (metric, update, values) -> null) : null;
            });
        }

        private static <T> T of(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }
    }

    @Test
    void asksTheApplicationForNothingOnceItHasEnded() {
        try (TestDatabase database = TestDatabase.withTables(Database.H2, 2)) {
            try (TestContainer application =
                    Deployment.on(database, Server.class, QuotaMetrics.class).start()) {
                application.select(QuotaRegistry.class).consume("user:a", QuotaPolicy.of(2, QuotaPeriod.MONTH));
                assertThat(GAUGES).containsExactly("ration.waiting");
            }

            assertThat(GAUGES).isEmpty();
        }
    }
}
