// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every command of the pages is run, and what it names is there: profiles, properties, tests, scripts and the server's
 * version.
 */
class CommandsTest {

    private static final Path TESTS = Path.of("src/test/java/org/ration");
    private static final Path SERVER_TESTS = Path.of("it-tests/java/org/ration/it");

    /** What runs commands, with or without options that make it shorter or less talkative. */
    private static final List<Path> RUNNERS = List.of(
            Path.of(".ci/run"),
            Path.of(".ci/reproducible"),
            SERVER_TESTS.resolve("CommandsIT.java"),
            SERVER_TESTS.resolve("DocumentationSiteIT.java"),
            TESTS.resolve("observability/AlertRulesTest.java"));

    /** The pages whose commands a test reads and runs. */
    private static final Map<String, List<Path>> READERS = Map.of(
            "getting-started.md",
            List.of(SERVER_TESTS.resolve("GettingStarted.java"), SERVER_TESTS.resolve("ScriptsByHandIT.java")),
            "charges-with-an-id.md",
            List.of(SERVER_TESTS.resolve("DemoIT.java")));

    /** What CI runs, the long form, which runs CommandsIT among others, its parts, and what runs on shards. */
    private static final Set<String> WHOLES_AND_PARTS = Set.of(
            ".ci/run",
            "mvn verify -Pproof",
            "mvn -Pproof verify",
            "mvn test -Pproof -Dtest='CrashTest'",
            "mvn test -Pproof -Dtest=HoldsLinearizabilityTest -Dholds.operations=1000000",
            "mvn test-compile surefire:test@on-25 -Djava25.home=FOLDER -Dproof.on-25.skip=false",
            "mvn -Pproof test-compile pitest:mutationCoverage",
            "mvn -Pdemo -Ddemo.shards=3",
            "mvn -Pshards test -Dtest='*OnShards*,KilledShardsTest'",
            "mvn test");

    /** For a database that there is not yet. */
    private static final String EXAMPLE = "mvn test -Dtest='LedgerTest$OnDerby'";

    private static final Pattern SHELL = Pattern.compile("^```shell\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE =
            Pattern.compile("`((?:mvn|npm|promtool|psql|unzip|curl|java -jar|\\.ci/) ?[^`\n]+)`");
    private static final Pattern QUIET = Pattern.compile(" (-q|-B|-ntp|\"\\$@\")(?= )");

    private static final String POM = Pages.read(Path.of("pom.xml"));

    private static final Pattern MAVEN = Pattern.compile("(?<=^|`)mvn [^`#\n]*", Pattern.MULTILINE);
    private static final Pattern NPM = Pattern.compile("npm --prefix site run (\\w+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");
    private static final Pattern PROPERTY = Pattern.compile("-D([\\w.-]+)");
    private static final Pattern TEST = Pattern.compile("-Dtest='?(\\w+)");
    private static final Pattern PAYARA = Pattern.compile("payara-micro:([\\d.]+)");

    private static final Set<String> OF_PLUGINS = Set.of(
            "artifact", "gpg.keyname", "it.test", "maven.test.skip", "mdep.stripVersion", "outputDirectory", "test");

    @Test
    void everyCommandIsRun() {
        String runners = RUNNERS.stream().map(Pages::read).collect(joining());
        String plain = QUIET.matcher(runners).replaceAll("");

        assertThat(Pages.all().stream().filter(page -> !isRead(page)).flatMap(CommandsTest::commands))
                .hasSizeGreaterThan(20)
                .filteredOn(command -> !WHOLES_AND_PARTS.contains(command) && !command.equals(EXAMPLE))
                .allSatisfy(command -> assertThat(plain).contains(command));
    }

    @Test
    void theTestsOfPagesReadThem() {
        READERS.forEach((page, tests) -> assertThat(tests)
                .allSatisfy(test -> assertThat(Pages.read(test)).contains(page)));
    }

    private static boolean isRead(Path page) {
        return READERS.containsKey(page.getFileName().toString());
    }

    private static Stream<String> commands(Path page) {
        String text = Pages.read(page);
        return Stream.concat(
                        SHELL.matcher(text).results().flatMap(block -> block.group(1)
                                .lines()),
                        CODE.matcher(text).results().map(code -> code.group(1)))
                .map(line -> line.replaceFirst("\\s+#.*", "").strip());
    }

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
                        .anyMatch(source -> source.contains("(\"" + property + '"'));
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
