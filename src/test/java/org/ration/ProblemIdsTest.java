// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The ids by which problems are looked up: each stands for one problem in the whole library, and has its section in the
 * docs.
 */
class ProblemIdsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PAGE = Path.of("docs/errors.md");
    private static final Pattern SECTION =
            Pattern.compile("^### (RATION-\\d+)\n(.*?)(?=^#|\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern TEXT = Pattern.compile("\"(RATION-\\d+)");

    @Test
    void everyIdIsUsedForOneProblemOnly() throws IOException {
        Map<String, List<Path>> uses = uses();

        assertThat(uses).hasSizeGreaterThan(20);
        assertThat(uses).allSatisfy((id, where) -> assertThat(where).hasSize(1));
    }

    @Test
    void everyIdIsExplainedAndNoOther() throws IOException {
        Map<String, String> explanations = SECTION.matcher(Pages.read(PAGE))
                .results()
                .collect(toMap(section -> section.group(1), section -> section.group(2)));

        assertThat(explanations).containsOnlyKeys(uses().keySet());
        assertThat(explanations)
                .allSatisfy((id, text) -> assertThat(text).contains("**Meaning.**", "**Cause.**", "**Remedy.**"));
    }

    /** Where each id begins a text. */
    private static Map<String, List<Path>> uses() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> TEXT.matcher(read(file))
                            .results()
                            .map((MatchResult found) -> Map.entry(found.group(1), file)))
                    .collect(groupingBy(Map.Entry::getKey, TreeMap::new, mapping(Map.Entry::getValue, toList())));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
