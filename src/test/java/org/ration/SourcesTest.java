// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of the sources, as far as the formatter leaves it to the author: it wraps neither comments nor strings. */
class SourcesTest {

    private static final int MAX_COLUMNS = 120;
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
