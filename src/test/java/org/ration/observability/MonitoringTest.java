// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the dashboard and the alert rules say of the decisions that they read. */
class MonitoringTest {

    private static final Pattern OF_ALL =
            Pattern.compile("/ sum by \\([^)]*\\) \\(rate\\(ration_decisions_total(\\{[^}]*})?\\[");

    /** A call that holds its cost is told again when it is settled, and when its hold overruns or expires. */
    @Test
    void aShareCountsEachCallOnce() {
        List<String> denominators = Monitoring.expressions().stream()
                .flatMap(expression -> OF_ALL.matcher(expression).results())
                .map(denominator -> String.valueOf(denominator.group(1)))
                .toList();

        assertThat(denominators).hasSize(2).allSatisfy(labels -> assertThat(labels)
                .contains("outcome=~\"allowed|over|held|refused|replayed\""));
    }
}
