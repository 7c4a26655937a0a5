// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.testing.Deployment;

/** A setting whose expression has no value is not one that nobody has set: its default must not apply. */
class UnresolvedSettingsTest {

    private static String unresolved(String name) {
        return "RATION-055 the setting " + name
                + " is an expression without a value; define the variable or property that it names, or give it a"
                + " default such as ${NAME:value}.";
    }

    @ParameterizedTest
    @ValueSource(strings = {"ration.secret", "ration.zone", "ration.trusted-proxies", "ration.limit.month"})
    void refusesAnExpressionWithoutAValue(String name) {
        assertThat(Deployment.of().with(name + "=${NOBODY_SETS_THIS}").problems())
                .containsExactly(unresolved(name));
    }

    @Test
    void takesAnExpressionWithADefaultAndOneWithAValue() {
        assertThat(Deployment.of()
                        .with("ration.secret=${NOBODY_SETS_THIS:0123456789abcdef}", "ration.zone=${the.zone}")
                        .with("the.zone=UTC")
                        .problems())
                .isEmpty();
    }

    @Test
    void takesAnExpressionForNothingWhereNothingResolvesIt() {
        Properties properties = new Properties();
        properties.setProperty("ration.secret", "${SOMEBODY_SETS_THIS_ELSEWHERE}");
        DeploymentProblems problems = new DeploymentProblems();

        Settings.read(new SettingsSource.PropertiesAndEnvironment(properties, Map.of()), problems);

        assertThat(problems.errors()).containsExactly(unresolved("ration.secret"));
    }
}
