// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the commands of the pages name is there: profiles, properties, tests, scripts and the server's version. */
class CommandsTest {

    private static final String POM = Pages.read(Path.of("pom.xml"));

    private static final Pattern MAVEN = Pattern.compile("(?<=^|`)mvn [^`#\n]*", Pattern.MULTILINE);
    private static final Pattern NPM = Pattern.compile("npm --prefix site run (\\w+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");
    private static final Pattern PROPERTY = Pattern.compile("-D([\\w.-]+)");
    private static final Pattern TEST = Pattern.compile("-Dtest='?(\\w+)");
    private static final Pattern PAYARA = Pattern.compile("payara-micro:([\\d.]+)");

    private static final Set<String> OF_PLUGINS = Set.of(
            "artifact",
            "gpg.keyname",
            "it.test",
            "maven.test.skip",
            "mdep.stripVersion",
            "outputDirectory",
            "skipTests",
            "test");

    @Test
    void everyProfileExists() {
        assertThat(named(PROFILE)).isNotEmpty().allSatisfy(profile -> assertThat(POM)
                .contains("<id>" + profile + "</id>"));
    }

    @Test
    void everyPropertyIsReadByTheBuildOrAPlugin() {
        assertThat(named(PROPERTY))
                .isNotEmpty()
                .filteredOn(property -> !OF_PLUGINS.contains(property) && !isRead(property))
                .isEmpty();
    }

    private static boolean isRead(String property) {
        return POM.contains("${" + property + "}")
                || POM.contains("<name>" + property + "</name>")
                || Stream.of("src", "it-tests")
                        .map(Path::of)
                        .flatMap(Pages::files)
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(Pages::read)
                        .anyMatch(source -> source.contains("System.getProperty(\"" + property + '"')
                                || source.contains("getBoolean(\"" + property + '"'));
    }

    @Test
    void everyTestExists() {
        Set<String> tests = Pages.files(Path.of("src/test/java"))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(toSet());

        assertThat(named(TEST)).isNotEmpty().allSatisfy(test -> assertThat(tests)
                .contains(test));
    }

    @Test
    void everyScriptOfTheSiteExists() {
        String scripts = Pages.read(Path.of("site/package.json"));

        assertThat(Pages.all().stream()
                        .flatMap(page -> NPM.matcher(Pages.read(page)).results())
                        .map(script -> script.group(1)))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(scripts).contains('"' + script + "\": "));
    }

    @Test
    void payaraIsThatOfTheTests() {
        assertThat(named(PAYARA)).singleElement().satisfies(version -> assertThat(POM)
                .contains(">" + version + "<"));
    }

    private static Set<String> named(Pattern part) {
        return Pages.all().stream()
                .flatMap(page -> MAVEN.matcher(Pages.read(page)).results())
                .flatMap(command -> part.matcher(command.group()).results())
                .map(found -> found.group(1))
                .collect(toSet());
    }
}
