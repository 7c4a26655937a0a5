// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The literal text of a template: before, between and after its expressions.
 *
 * @param literals one more than there are expressions
 */
record Layout(List<String> literals) {

    Layout {
        literals = List.copyOf(literals);
    }

    /** The texts between two expressions. */
    List<String> between() {
        return literals.size() < 3 ? List.of() : literals.subList(1, literals.size() - 1);
    }

    /** Whether the tag of every key is literal text: a colon precedes the first expression. */
    boolean tagged() {
        return literals.get(0).indexOf(':') >= 0;
    }

    /**
     * Whether keys of two different layouts can be equal. Values have no colons, so the pieces between the colons of
     * one are compared with those of the other; a piece with a value in it is taken to match any.
     */
    boolean canMeet(Layout other) {
        List<String> mine = pieces();
        List<String> theirs = other.pieces();
        return !literals.equals(other.literals)
                && mine.size() == theirs.size()
                && IntStream.range(0, mine.size()).allMatch(i -> match(mine.get(i), theirs.get(i)));
    }

    private List<String> pieces() {
        String key = (tagged() ? "" : ":") + String.join("{}", literals);
        return List.of(key.split(":", -1));
    }

    private static boolean match(String mine, String theirs) {
        return mine.contains("{}") || theirs.contains("{}") || mine.equals(theirs);
    }
}
