// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sidebar of the site leads to every page in {@code docs}. */
class SitePagesTest {

    private static final Path DOCS = Path.of("docs");
    private static final Pattern ITEM = Pattern.compile("\\['[^']+', '([^']+)']");

    @Test
    void theSidebarNamesEveryPageAndNoOther() {
        assertThat(ITEM.matcher(Pages.read(Path.of("site/.vitepress/config.mjs")))
                        .results()
                        .map(item -> item.group(1)))
                .containsExactlyInAnyOrderElementsOf(pages().toList());
    }

    /** Without the front page; decisions are listed on a page of their own. */
    private static Stream<String> pages() {
        return Pages.all().stream()
                .filter(page -> page.startsWith(DOCS))
                .map(page -> DOCS.relativize(page).toString().replaceFirst("(README)?\\.md$", ""))
                .filter(page -> !page.isEmpty() && !page.matches("adr/\\d.*"));
    }
}
