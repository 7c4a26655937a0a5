// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;
import org.ration.container.ContainerCaller;
import org.ration.container.NewTransaction;
import org.ration.testing.LikeAnEjb;

/** Signals that need more than Jakarta EE are there where it is, and nothing breaks where it is not. */
class OptionalSignalsTest {

    private static final List<String> OPTIONAL =
            List.of("microprofile-metrics-api", "microprofile-health-api", "opentelemetry");

    /** What the container runs on, and what the library compiles against. */
    private static final List<String> NEEDED = List.of(
            "weld",
            "jandex",
            "jboss-",
            "classfilewriter",
            "jakarta",
            "expressly",
            "jspecify",
            "microprofile-metrics",
            "microprofile-health",
            "opentelemetry-api",
            "opentelemetry-context",
            "classes");

    @Test
    void beansForMicroProfileAreThereWhereItIs() throws Exception {
        assertThat(signals(List.of()))
                .contains("Events", "RefusalLog", "QuotaMetrics", "StoreHealth", "QuotaTelemetry", "DecisionSpanEvent");
    }

    @Test
    void theyAreLeftOutWhereItIsNot() throws Exception {
        assertThat(signals(OPTIONAL))
                .contains("Events", "RefusalLog")
                .doesNotContain("QuotaMetrics", "StoreHealth", "QuotaTelemetry", "DecisionSpanEvent");
    }

    /** The beans of this room that a Java with such a class path discovers; what it says if it fails. */
    private static List<String> signals(List<String> without) throws IOException, InterruptedException {
        String path = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> NEEDED.stream().anyMatch(new File(entry).getName()::contains))
                .filter(entry -> without.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
        Process java = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dration.mode=off",
                        "-cp",
                        path,
                        Discovery.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        return said.lines()
                .filter(line -> line.startsWith("bean "))
                .map(line -> line.substring("bean ".length()))
                .toList();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Discovers Ration's beans as a server does. */
    static final class Discovery {

        private Discovery() {}

        public static void main(String... none) {
            Weld weld = new Weld()
                    .addBeanClasses(NewTransaction.class, ContainerCaller.class)
                    .addExtension(new LikeAnEjb());
            try (WeldContainer container = weld.initialize()) {
                container.getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                        .map(Bean::getBeanClass)
                        .filter(type -> type.getName().startsWith("org.ration.observability"))
                        .map(Class::getSimpleName)
                        .forEach(name -> System.out.println("bean " + name));
            }
        }
    }
}
