// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ration.QuotaCharge;

/**
 * Writes the values of a template into a key, so that they can be read back: injective.
 *
 * <p>Why: between two values there is a text with at least one character that no encoded value contains. The first
 * occurrence of such a character after the start of a value therefore belongs to the text, and marks where the value
 * ends; so for the next.
 */
final class KeyCodec {

    private static final String ALWAYS_ESCAPED = "%:{}";
    private static final Pattern SHORTENED = Pattern.compile("~[0-9a-f]{64}");
    private static final int TAIL = 1 + 64;

    private final Layout layout;
    private final String escaped;

    /**
     * A codec for a layout.
     *
     * @param layout the literal text of a template
     * @throws IllegalArgumentException if two expressions are adjacent, or with nothing but letters and digits
     *     between them
     */
    KeyCodec(Layout layout) {
        layout.between().forEach(KeyCodec::requireSeparator);
        this.layout = layout;
        this.escaped = Stream.concat(Stream.of(ALWAYS_ESCAPED), layout.between().stream())
                .flatMapToInt(KeyCodec::punctuation)
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /**
     * Writes a key.
     *
     * @param values one legal text for each expression
     * @return the key
     */
    String encode(List<String> values) {
        StringBuilder key = new StringBuilder(layout.tagged() ? "" : ":");
        key.append(layout.literals().get(0));
        for (int i = 0; i < values.size(); i++) {
            escape(values.get(i), key);
            key.append(layout.literals().get(i + 1));
        }
        return bounded(key.toString());
    }

    private void escape(String value, StringBuilder key) {
        for (int at = 0, codePoint; at < value.length(); at += Character.charCount(codePoint)) {
            codePoint = value.codePointAt(at);
            if (escaped.indexOf(codePoint) < 0) {
                key.appendCodePoint(codePoint);
            } else {
                percentEncode(codePoint, key);
            }
        }
    }

    private static void percentEncode(int codePoint, StringBuilder key) {
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            key.append('%').append(hex.toHexDigits(octet));
        }
    }

    private static void requireSeparator(String text) {
        if (punctuation(text).findAny().isEmpty()) {
            throw new IllegalArgumentException(
                    text.isEmpty()
                            ? "two expressions are adjacent; put a colon between them"
                            : "only \"" + text + "\" stands between two expressions, which a value can contain, too;"
                                    + " put a colon between them");
        }
    }

    private static IntStream punctuation(String text) {
        return text.codePoints().filter(codePoint -> !Character.isLetterOrDigit(codePoint));
    }

    /**
     * Shortens a key that is too long for a counter: a readable head, and the digest of the whole. A key that looks
     * shortened already is treated the same, so that no value can imitate another's shortened key.
     *
     * @param key a key of any length
     * @return a key of at most {@link QuotaCharge#MAX_KEY_LENGTH} characters, different for different keys
     */
    static String bounded(String key) {
        if (key.length() <= QuotaCharge.MAX_KEY_LENGTH && !looksShortened(key)) {
            return key;
        }
        int end = Math.min(key.length(), QuotaCharge.MAX_KEY_LENGTH - TAIL);
        boolean splitsPair = end < key.length() && Character.isLowSurrogate(key.charAt(end));
        return key.substring(0, splitsPair ? end - 1 : end) + "~"
                + HexFormat.of().formatHex(Fingerprint.sha256(key));
    }

    private static boolean looksShortened(String key) {
        return key.length() >= TAIL
                && SHORTENED
                        .matcher(key)
                        .region(key.length() - TAIL, key.length())
                        .matches();
    }
}
