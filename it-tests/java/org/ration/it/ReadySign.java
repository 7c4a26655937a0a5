// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A number of log lines of some kinds, all of which a server must write before it is ready. */
final class ReadySign {

    private final Predicate<String> line;
    private int missing;
    private ReadySign next;

    private ReadySign(String pattern, int lines) {
        line = Pattern.compile(pattern).asPredicate();
        missing = lines;
    }

    /** Lines in which a pattern is found. */
    static ReadySign of(String pattern, int lines) {
        return new ReadySign(pattern, lines);
    }

    /** Lines of another kind, too. */
    ReadySign and(String pattern, int lines) {
        ReadySign both = new ReadySign(pattern, lines);
        both.next = this;
        return both;
    }

    /** Takes note of a line. */
    boolean isCompletedBy(String text) {
        if (line.test(text)) {
            missing--;
        }
        return (next == null || next.isCompletedBy(text)) & missing <= 0;
    }
}
