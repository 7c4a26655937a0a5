// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.Pages;

/** The table of settings in {@code docs/configuration.md} says what the code does. */
class ConfigurationPageTest {

    private static final String LIMIT = "ration.limit.<policy name>";

    /** No setting has this value. */
    private static final String ILLEGAL = "*";

    private static final Pattern ROW =
            Pattern.compile("^\\| `(ration\\.[^`]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);

    /** A line of the table; the default is empty if there is none. */
    record Row(String name, String byDefault, String legal) {}

    static Stream<Row> rows() {
        return ROW.matcher(Pages.read(Path.of("docs/configuration.md")))
                .results()
                .map((MatchResult row) -> new Row(
                        row.group(1),
                        row.group(2).equals("–") ? "" : row.group(2).replace("`", ""),
                        row.group(3).replace("`", "")));
    }

    @Test
    void hasEverySettingAndNoOther() {
        List<String> known =
                Stream.concat(Settings.NAMES.stream(), Stream.of(LIMIT)).toList();

        assertThat(rows().map(Row::name)).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void editorsFindTheSameNamesAndDefaults() {
        assertThat(Stream.of(SettingsForEditors.class.getDeclaredFields())
                        .map(field -> field.getAnnotation(ConfigProperty.class))
                        .map(setting -> setting.name() + "="
                                + setting.defaultValue().replace(ConfigProperty.UNCONFIGURED_VALUE, "")))
                .containsExactlyInAnyOrderElementsOf(
                        rows().filter(row -> !row.name().equals(LIMIT))
                                .map(row -> row.name() + "=" + row.byDefault())
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void givesTheDefault(Row row) {
        DeploymentProblems problems = new DeploymentProblems();

        Settings byDefault = read("", "", problems);
        Settings written = read(row.name(), row.byDefault(), problems);

        assertThat(problems.errors()).isEmpty();
        assertThat(written).usingRecursiveComparison().ignoringFields("source").isEqualTo(byDefault);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void givesTheLegalValues(Row row) {
        DeploymentProblems problems = new DeploymentProblems();

        read(row.name(), ILLEGAL, problems);

        assertThat(problems.errors()).singleElement().asString().endsWith("; use " + row.legal() + ".");
    }

    private static Settings read(String name, String value, DeploymentProblems problems) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return Settings.read(new SettingsSource.PropertiesAndEnvironment(properties, Map.of()), problems);
    }
}
