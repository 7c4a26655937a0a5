// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown pages of the repository: the README, the two pages beside it, and those in {@code docs}. */
public final class Pages {

    /** The first page. */
    public static final Path README = Path.of("README.md");

    private static final Pattern FENCE = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    private Pages() {}

    /** Every page. */
    public static List<Path> all() {
        return Stream.concat(
                        Stream.of(README, Path.of("CHANGELOG.md"), Path.of("CONTRIBUTING.md")),
                        files(Path.of("docs")).filter(file -> file.toString().endsWith(".md")))
                .toList();
    }

    /** The README and the pages in {@code docs}, as one text. */
    static String documentation() {
        return all().stream()
                .filter(page -> page.equals(README) || page.startsWith("docs"))
                .map(Pages::read)
                .reduce("", String::concat);
    }

    /** The anchors of a page's headings, as the usual renderers make them. */
    static Set<String> anchors(Path page) {
        return HEADING.matcher(FENCE.matcher(read(page)).replaceAll(""))
                .results()
                .map(Pages::anchor)
                .collect(toSet());
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1).toLowerCase().replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
    }

    /** What is written on a page outside code. */
    static String prose(Path page) {
        return CODE.matcher(FENCE.matcher(read(page)).replaceAll("")).replaceAll("");
    }

    /** The files below a folder. */
    static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
