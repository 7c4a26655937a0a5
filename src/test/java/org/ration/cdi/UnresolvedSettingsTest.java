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

    private static String unevaluated(String name) {
        return "RATION-055 the setting " + name
                + " is an expression that nothing evaluates, as nothing does without MicroProfile Config, so that its"
                + " text would be the value; write the value itself, or set the environment variable"
                + " RATION_SECRET.";
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

        assertThat(problems.errors()).containsExactly(unevaluated("ration.secret"));
    }

    /** Its text stands in the source, and would be the secret of all nodes. */
    @ParameterizedTest
    @ValueSource(strings = {"${SECRET:change-me-please}", "${SECRET:}", "a${SECRET:b}c", "${A:${SECRET}}"})
    void takesNoExpressionWithADefaultForItsText(String value) {
        Properties files = new Properties();
        files.setProperty("ration.secret", value);
        DeploymentProblems problems = new DeploymentProblems();

        Settings.read(
                new SettingsSource.PropertiesAndEnvironment(
                        new Properties(), Map.of("SECRET", "0123456789abcdef"), files),
                problems);

        assertThat(problems.errors()).contains(unevaluated("ration.secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp.config.profile=prod", "smallrye.config.profile=test,prod"})
    void refusesAnExpressionWithoutAValueForTheProfileInForce(String profile) {
        assertThat(Deployment.of()
                        .with(profile, "%prod.ration.secret=${NOBODY_SETS_THIS}")
                        .problems())
                .containsExactly(unresolved("ration.secret"));
        assertThat(Deployment.of()
                        .with(profile, "%other.ration.secret=${NOBODY_SETS_THIS}")
                        .problems())
                .isEmpty();
    }
}
