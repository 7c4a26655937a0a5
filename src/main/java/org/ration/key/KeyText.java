// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaKeyException;

/** How a value becomes part of a key. */
final class KeyText {

    private KeyText() {}

    /**
     * The text of a value: of character sequences, numbers, booleans, characters, UUIDs, the name of an enum constant
     * or a principal, and what an {@code Optional} holds.
     *
     * @param value the value
     * @return the text; empty if the value is missing or blank
     * @throws IllegalArgumentException if it is of another type, whose text may be different for each object
     */
    static Optional<String> of(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        return Optional.ofNullable(value).map(KeyText::read).filter(text -> !text.isBlank());
    }

    private static @Nullable String read(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Principal principal) {
            return principal.getName();
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof UUID) {
            return value.toString();
        }
        throw new IllegalArgumentException("is a " + value.getClass().getName()
                + ", which has no canonical text; use a text, a number, a boolean, an enum constant or a UUID");
    }

    /** Whether a text has neither control characters nor lone surrogates, as {@link org.ration.QuotaCharge} demands. */
    static boolean isLegal(String text) {
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks a value of a request.
     *
     * @param text the value
     * @param part names the part of the request; the value itself is never shown
     * @return the value
     * @throws QuotaKeyException if it is missing, blank, or illegal: 400
     */
    static String require(Optional<String> text, String part) {
        String present = text.filter(value -> !value.isBlank()).orElseThrow(() -> missing(part));
        if (!isLegal(present)) {
            throw QuotaKeyException.badRequest(
                    "the quota counts by " + part + ", but its value has control characters or lone surrogates");
        }
        return present;
    }

    static QuotaKeyException missing(String part) {
        return QuotaKeyException.badRequest("the quota counts by " + part + ", but the call has none, or an empty one");
    }
}
