// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

/**
 * Writes the parts of RFC 9651 structured fields that the headers need, and nothing that is not one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9651#section-4.1">RFC 9651, serializing structured fields</a>
 */
final class StructuredField {

    private static final long GREATEST_INTEGER = 999_999_999_999_999L;

    private StructuredField() {}

    /**
     * A string.
     *
     * @param text printable ASCII
     * @return the text in quotes, with quotes and backslashes escaped
     * @throws IllegalArgumentException if another character is in it
     */
    static String string(String text) {
        if (text.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException("a structured string holds printable ASCII only");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * An integer.
     *
     * @param number at most 15 digits
     * @return the digits
     * @throws IllegalArgumentException if it has more
     */
    static String integer(long number) {
        if (number > GREATEST_INTEGER || number < -GREATEST_INTEGER) {
            throw new IllegalArgumentException("a structured integer has at most 15 digits, but this is " + number);
        }
        return Long.toString(number);
    }
}
