// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.util.Objects;

/** Texts that operators write. */
final class Text {

    private Text() {}

    /** Refuses control characters and lone surrogates, which not every database takes. */
    static String require(String name, String text) {
        Objects.requireNonNull(text, name);
        if (text.codePoints().anyMatch(Text::neverInText)) {
            throw new IllegalArgumentException(
                    name + " has control characters or lone surrogates; use well-formed text");
        }
        return text;
    }

    /** Refuses also a text that is blank or too long. */
    static String require(String name, String text, int most) {
        require(name, text);
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " is blank; use 1 to " + most + " characters");
        }
        if (text.length() > most) {
            throw new IllegalArgumentException(name + " has " + text.length() + " characters; use at most " + most);
        }
        return text;
    }

    private static boolean neverInText(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
