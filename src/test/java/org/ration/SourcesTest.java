// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of the sources, as far as the formatter leaves it to the author: it wraps neither comments nor strings. */
class SourcesTest {

    private static final int MAX_COLUMNS = 120;
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?:(?<![:\"])//[^\n]*\n\\s*)+", Pattern.DOTALL);
    private static final String PRODUCT =
            "\\b(?:Payara|WildFly|Liberty|GlassFish|EclipseLink|Hibernate|RESTEasy|Jersey|Weld|Yasson|MyFaces)\\b";
    private static final Pattern NAMED = Pattern.compile(PRODUCT);
    private static final Pattern WITH_VERSION = Pattern.compile(PRODUCT + "(?: Micro| Preview)? \\d");
    private static final Pattern OF_TEST = Pattern.compile("\\b(\\w+(?:Test|Contract|IT))\\b(?:\\.(\\w+))?");
    private static final Pattern SHIRKING = Pattern.compile("@(SuppressWarnings|Disabled)\\b|\\.sleep\\(");

    @ParameterizedTest
    @ValueSource(strings = {"src", "it-tests"})
    void noLineIsWiderThanTheFormatterWraps(String folder) {
        assertThat(Pages.files(Path.of(folder))
                        .filter(file -> file.toString().endsWith(".java"))
                        .flatMap(SourcesTest::tooWide))
                .isEmpty();
    }

    /** What a warning says is mended, a test runs, and whoever waits, waits for something. */
    @ParameterizedTest
    @ValueSource(strings = {"src/main", "src/starter", "src/testkit", "src/test", "it-tests"})
    void nothingIsSuppressedSwitchedOffOrSleeps(String folder) {
        assertThat(Pages.files(Path.of(folder))
                        .filter(file -> file.toString().endsWith(".java"))
                        .flatMap(SourcesTest::shirking))
                .isEmpty();
    }

    /** A comment that names a server or a provider is at a work-around, which may be removed once its test passes. */
    @ParameterizedTest
    @ValueSource(strings = {"src/main", "src/starter", "src/testkit"})
    void aWorkAroundNamesTheVersionAndTheTestThatFailsWithoutIt(String folder) {
        Map<String, Path> tests = Stream.of("src/test", "src/shards", "it-tests")
                .flatMap(tested -> Pages.files(Path.of(tested)))
                .filter(file -> file.toString().endsWith(".java"))
                .collect(toMap(file -> file.getFileName().toString(), file -> file, (one, same) -> one));

        assertThat(Pages.files(Path.of(folder))
                        .filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> comments(file)
                                .filter(comment -> NAMED.matcher(comment).find())
                                .filter(comment ->
                                        !WITH_VERSION.matcher(comment).find() || !namesTest(comment, tests))
                                .map(comment -> file + ": " + comment)))
                .isEmpty();
    }

    /** The comments of a file, each as one line. */
    private static Stream<String> comments(Path file) {
        return COMMENT.matcher(Pages.read(file)).results().map(comment -> comment.group()
                .replaceAll("\\s*\n\\s*(?:\\*|//)?", " "));
    }

    /** Whether a comment names a test, and none that is not there. */
    private static boolean namesTest(String comment, Map<String, Path> tests) {
        List<MatchResult> named = OF_TEST.matcher(comment).results().toList();
        return !named.isEmpty()
                && named.stream().allMatch(test -> {
                    Path file = tests.get(test.group(1) + ".java");
                    return file != null
                            && (test.group(2) == null || Pages.read(file).contains(test.group(2) + "("));
                });
    }

    private static Stream<String> shirking(Path file) {
        String[] lines = Pages.read(file).split("\n");
        return IntStream.range(0, lines.length)
                .filter(line -> SHIRKING.matcher(lines[line]).find())
                .mapToObj(line -> file + ":" + (line + 1));
    }

    private static Stream<String> tooWide(Path file) {
        String[] lines = Pages.read(file).split("\n");
        return IntStream.range(0, lines.length)
                .filter(line -> lines[line].length() > MAX_COLUMNS && !isAddress(lines[line]))
                .mapToObj(line -> file + ":" + (line + 1));
    }

    /** An address cannot be wrapped. */
    private static boolean isAddress(String line) {
        return line.contains("://");
    }
}
