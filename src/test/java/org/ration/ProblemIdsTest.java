// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The ids by which problems are looked up: each stands for one problem in the whole library, and has its section in the
 * docs.
 */
class ProblemIdsTest {

    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/starter/java"));
    private static final Path PAGE = Path.of("docs/errors.md");
    private static final Pattern SECTION =
            Pattern.compile("^### (RATION-\\d+)\n(.*?)(?=^#|\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern TEXT = Pattern.compile("\"(RATION-\\d+)");

    @Test
    void everyIdIsUsedForOneProblemOnly() {
        Map<String, List<Path>> uses = uses();

        assertThat(uses).hasSizeGreaterThan(20);
        assertThat(uses).allSatisfy((id, where) -> assertThat(where).hasSize(1));
    }

    @Test
    void everyIdIsExplainedAndNoOther() {
        Map<String, String> explanations = SECTION.matcher(Pages.read(PAGE))
                .results()
                .collect(toMap(section -> section.group(1), section -> section.group(2)));

        assertThat(explanations).containsOnlyKeys(uses().keySet());
        assertThat(explanations)
                .allSatisfy((id, text) -> assertThat(text).contains("**Meaning.**", "**Cause.**", "**Remedy.**"));
    }

    /** Where each id begins a text. */
    private static Map<String, List<Path>> uses() {
        return SOURCES.stream()
                .flatMap(Pages::files)
                .filter(file -> file.toString().endsWith(".java"))
                .flatMap(file -> TEXT.matcher(Pages.read(file))
                        .results()
                        .map((MatchResult found) -> Map.entry(found.group(1), file)))
                .collect(groupingBy(Map.Entry::getKey, TreeMap::new, mapping(Map.Entry::getValue, toList())));
    }
}
