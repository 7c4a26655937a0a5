// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.testing.Effort;
import org.ration.testing.Scrawl;

/** Whatever is written in settings: they are read, or it is a problem of the deployment; nothing is thrown. */
class BadSettingsTest {

    private static final List<String> NAMES = Stream.concat(
                    Settings.NAMES.stream(),
                    Stream.of(
                            "ration.limit.month",
                            "ration.limit.",
                            "ration.nonsense",
                            "RATION_MODE",
                            "RATION_LIMIT_MONTH"))
            .toList();
    private static final List<String> PIECES = List.of(
            "enforce",
            "OFF",
            "pass",
            "UTC",
            "Europe/Berlin",
            "+01:00",
            "10.0.0.0/8",
            "::/0",
            "/129",
            "Forwarded",
            "64",
            "PT5S",
            "PT",
            "P1D",
            "P1Y2M",
            "P2147483647Y",
            "none",
            "-PT1S",
            "create",
            "both",
            "1e3",
            "0x10");

    @Test
    void areReadOrProblems() {
        assertReadOrProblems(Effort.of(30_000, 400_000), Settings::read);
    }

    @Test
    void aReaderThatThrowsIsNoticed() {
        assertThatThrownBy(() -> assertReadOrProblems(3_000, (written, problems) -> {
                    written.value("ration.zone").ifPresent(ZoneId::of);
                    return Settings.read(written, problems);
                }))
                .isInstanceOf(DateTimeException.class);
    }

    private static void assertReadOrProblems(
            int times, BiFunction<SettingsSource, DeploymentProblems, Settings> reader) {
        Scrawl scrawl = new Scrawl(4, PIECES);
        for (int i = 0; i < times; i++) {
            Map<String, String> values = new TreeMap<>();
            for (int count = 0; count < 3; count++) {
                values.put(scrawl.any(NAMES), scrawl.next());
            }
            DeploymentProblems problems = new DeploymentProblems();
            Settings settings = reader.apply(new Written(values), problems);

            assertThat(settings.connections()).isBetween(1, 64);
            assertThat(settings.timeout()).isPositive();
            assertThat(settings.zone()).isNotNull();
            settings.limit("month", problems)
                    .ifPresent(limit -> assertThat(limit).isNotNegative());
            assertThat(settings.clientAddress().of("192.0.2.1", List.of())).isNotBlank();
        }
    }

    private record Written(Map<String, String> values) implements SettingsSource {

        @Override
        public Stream<String> written(String name) {
            return value(name).stream();
        }

        @Override
        public Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }
}
