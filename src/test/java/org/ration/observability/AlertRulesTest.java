// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.Pages;
import org.ration.testing.Program;

/** The alert rules and the dashboard as Prometheus itself reads them, by promtool of Debian's package prometheus. */
class AlertRulesTest {

    private static final Path MONITORING = Path.of("docs", "monitoring");

    @BeforeAll
    static void needsPromtool() {
        assumeTrue(Program.areInstalled("promtool"), "needs promtool, of Debian's package prometheus");
    }

    @Test
    void areCheckedByTheCommandOfThePage() {
        String command = "promtool check rules ration-rules.yml";
        assertThat(Pages.read(MONITORING.resolve("README.md"))).contains('`' + command + '`');

        assertThat(Program.run(MONITORING, command.split(" "))).contains("SUCCESS: 5 rules found");
    }

    /** Which counters make which alert fire, and after which time, is in the file. */
    @Test
    void fireWhenTheyShould() {
        assertThat(Program.run(
                        Path.of("src", "test", "monitoring"), "promtool", "test", "rules", "ration-rules.test.yml"))
                .contains("SUCCESS");
    }

    @Test
    void theDashboardAsksInTheLanguageOfPrometheus(@TempDir Path folder) throws IOException {
        List<String> expressions = Monitoring.queries().toList();
        assertThat(expressions).hasSizeGreaterThan(8);

        Files.writeString(
                folder.resolve("dashboard.yml"),
                expressions.stream()
                        .map("        - record: dashboard:panel\n          expr: '%s'\n"::formatted)
                        .collect(joining("", "groups:\n    - name: dashboard\n      rules:\n", "")));

        assertThat(Program.run(folder, "promtool", "check", "rules", "--lint=none", "dashboard.yml"))
                .contains("SUCCESS: " + expressions.size() + " rules found");
    }
}
