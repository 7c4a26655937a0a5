package org.ration;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What README.md shows compiles, and what there is stands in README.md. */
class ReadmeTest {

    private static final Path SAMPLES = Path.of("src/test/java/org/ration/samples");

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// tag::([a-z-]+)\n(.*?)// end::\\1\n", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern ANCHOR = Pattern.compile("]\\(#([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    private static final String README = read(Path.of("README.md"));

    static Stream<String> javaBlocks() {
        return JAVA_BLOCK.matcher(README).results().map(block -> normalised(block.group(1)));
    }

    static Stream<String> regions() {
        return files(SAMPLES).map(ReadmeTest::read).flatMap(ReadmeTest::regionsOf);
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void everySampleIsARegionOfAFileThatCompiles(String block) {
        assertThat(regions()).contains(block);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void everyRegionIsASample(String region) {
        assertThat(javaBlocks()).containsOnlyOnce(region);
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

        assertThat(members).isNotEmpty().allSatisfy(member -> assertThat(README)
                .containsPattern("`[^`\n]*\\b" + member + "\\b[^`\n]*`"));
    }

    @Test
    void everyLinkLeadsToAFile() {
        assertThat(LINK.matcher(README).results().map(link -> Path.of(link.group(1))))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void everyAnchorLeadsToAHeading() {
        Set<String> headings =
                HEADING.matcher(README).results().map(ReadmeTest::anchor).collect(toSet());

        assertThat(ANCHOR.matcher(README).results().map(link -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(anchor -> assertThat(headings).contains(anchor));
    }

    /** As the usual renderers make them. */
    private static String anchor(MatchResult heading) {
        return heading.group(1).toLowerCase().replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private static Stream<String> regionsOf(String source) {
        return REGION.matcher(source).results().map(region -> normalised(region.group(2)));
    }

    private static String normalised(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
