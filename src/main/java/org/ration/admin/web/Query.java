// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, as the application/x-www-form-urlencoded serializer of browsers writes them in UTF-8. Not
 * read by the container: Payara Micro 6.2025.10 takes a query for ISO-8859-1 unless an encoding is set before a
 * parameter is read. {@code AdministrationContract.findsKeysInEveryScript} fails with the container's.
 *
 * @see <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL Standard</a>
 */
final class Query {

    private static final int HEX = 16;

    private Query() {}

    /** The values by name, in the order of the query. */
    static Map<String, List<String>> parsed(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(decoded(name), first -> new ArrayList<>(1))
                        .add(decoded(value));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '%') {
                bytes.write(octet(text, i + 1));
                i += 2;
            } else if (letter > 0x20 && letter < 0x7f) {
                bytes.write(letter == '+' ? ' ' : letter);
            } else {
                throw malformed();
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(String text, int at) {
        if (at + 2 > text.length()) {
            throw malformed();
        }
        int high = Character.digit(text.charAt(at), HEX);
        int low = Character.digit(text.charAt(at + 1), HEX);
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return high * HEX + low;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return Problem.invalid("query", "The query is not percent-encoded UTF-8.");
    }
}
