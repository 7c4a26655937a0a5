// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The README and the pages in {@code docs}: their samples compile, their links lead somewhere, and nothing is left out.
 */
class ReadmeTest {

    private static final int MAX_LINES = 150;

    private static final Path SAMPLES = Path.of("src/test/java/org/ration/samples");

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// tag::([a-z-]+)\n(.*?)// end::\\1\n", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("(?:]\\(|src=\"|srcset=\")([^)\":#]*)(?:#([^)\":]+))?[)\"]");
    private static final Pattern FIGURES = Pattern.compile("^- .*?(?=^- |^$)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern SOURCE = Pattern.compile("]\\((docs/(?:proof|benchmark)\\.md)");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))`");
    private static final Pattern TEST_METHOD =
            Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT|Contract))#([A-Za-z0-9]+)`");
    private static final Pattern ROOM = Pattern.compile("^\\| `(org\\.ration[a-z.]*)` \\|", Pattern.MULTILINE);
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");

    static Stream<String> javaBlocks() {
        return Pages.all().stream()
                .map(Pages::read)
                .flatMap(page -> JAVA_BLOCK.matcher(page).results())
                .map(block -> normalised(block.group(1)));
    }

    static Stream<String> regions() {
        return Pages.files(SAMPLES).map(Pages::read).flatMap(ReadmeTest::regionsOf);
    }

    static Stream<Path> pages() {
        return Pages.all().stream();
    }

    static Stream<Path> pagesOfTheDocs() {
        return pages().filter(page -> page.startsWith("docs"));
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void everySampleIsARegionOfAFileThatCompiles(String block) {
        assertThat(regions()).contains(block);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void everyRegionIsASample(String region) {
        assertThat(javaBlocks()).contains(region);
    }

    @ParameterizedTest
    @ValueSource(classes = {Quota.class, QuotaRegistry.class, QuotaCall.class, QuotaDecision.class})
    void everyMemberIsExplained(Class<?> type) {
        Set<String> members = Arrays.stream(type.getDeclaredMethods())
                .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                .map(Method::getName)
                .filter(name ->
                        !List.of("equals", "hashCode", "toString", "decidedAt").contains(name))
                .collect(toSet());

        assertThat(members).isNotEmpty().allSatisfy(member -> assertThat(Pages.documentation())
                .containsPattern("`[^`\n]*\\b" + member + "\\b[^`\n]*`"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Path page) {
        assertThat(links(page).map(link -> target(page, link)))
                .allSatisfy(target -> assertThat(target).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyAnchorLeadsToAHeading(Path page) {
        assertThat(links(page).filter(link -> link.group(2) != null))
                .allSatisfy(link -> assertThat(Pages.anchors(target(page, link)))
                        .as(link.group())
                        .contains(link.group(2)));
    }

    @ParameterizedTest
    @MethodSource("pagesOfTheDocs")
    void everyPageIsLinkedFromAnother(Path page) {
        assertThat(pages().filter(other -> !other.equals(page))
                        .flatMap(other -> links(other).map(link -> target(other, link))))
                .contains(page);
    }

    @ParameterizedTest
    @MethodSource("pagesOfTheDocs")
    void everyTestThatIsNamedExists(Path page) {
        Set<String> tests = Stream.of("src/test/java", "src/shards/java", "it-tests/java")
                .flatMap(folder -> Pages.files(Path.of(folder)))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(toSet());

        assertThat(TEST.matcher(Pages.read(page)).results().map(test -> test.group(1)))
                .filteredOn(test -> !tests.contains(test))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("testMethods")
    void everyTestMethodThatIsNamedExists(String type, String method) {
        assertThat(Stream.of("src/test/java", "src/shards/java", "it-tests/java")
                        .flatMap(folder -> Pages.files(Path.of(folder)))
                        .filter(file -> file.endsWith(type + ".java"))
                        .map(Pages::read))
                .singleElement()
                .asString()
                .containsPattern("@(Test|ParameterizedTest)\\b[^{;]*(\\{[^;]*\\}\\)\\s*)?void " + method + "\\(");
    }

    static Stream<Arguments> testMethods() {
        return pages().map(Pages::read)
                .flatMap(page -> TEST_METHOD.matcher(page).results())
                .map(test -> Arguments.of(test.group(1), test.group(2)))
                .distinct();
    }

    @Test
    void theArchitectureNamesEveryRoomAndNoOther() {
        Path sources = Path.of("src/main/java");
        Set<String> rooms = Pages.files(sources)
                .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                .collect(toSet());

        assertThat(ROOM.matcher(Pages.read(Path.of("docs/internals/architecture.md")))
                        .results()
                        .map(room -> room.group(1)))
                .containsExactlyInAnyOrderElementsOf(rooms);
    }

    @Test
    void theReadmeIsShort() {
        assertThat(Pages.read(Pages.README).lines()).hasSizeLessThanOrEqualTo(MAX_LINES);
    }

    @Test
    void everyFigureOfTheReadmeStandsInItsSource() {
        List<String> claims = FIGURES.matcher(Pages.read(Pages.README))
                .results()
                .map(MatchResult::group)
                .filter(claim -> SOURCE.matcher(claim).find())
                .toList();

        assertThat(claims).hasSize(2).allSatisfy(claim -> {
            String source = Pages.read(Path.of(
                    SOURCE.matcher(claim).results().findFirst().orElseThrow().group(1)));
            assertThat(NUMBER.matcher(claim).results().map(MatchResult::group))
                    .isNotEmpty()
                    .allSatisfy(number -> assertThat(source).contains(number));
        });
    }

    private static Stream<MatchResult> links(Path page) {
        return LINK.matcher(Pages.prose(page)).results();
    }

    private static Path target(Path page, MatchResult link) {
        return link.group(1).isEmpty()
                ? page
                : page.resolveSibling(link.group(1)).normalize();
    }

    private static Stream<String> regionsOf(String source) {
        return REGION.matcher(source).results().map(region -> normalised(region.group(2)));
    }

    private static String normalised(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
