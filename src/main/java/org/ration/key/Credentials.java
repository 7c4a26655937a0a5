// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names whose values are credentials, and must not be stored in clear. In case of doubt a name is one. */
final class Credentials {

    /** Anywhere in a name. */
    private static final List<String> PARTS = List.of(
            "token",
            "secret",
            "passw",
            "passphrase",
            "passcode",
            "credential",
            "cookie",
            "session",
            "signature",
            "authoriz",
            "authoris",
            "authenticat",
            "oauth",
            "bearer",
            "assertion",
            "jwt",
            "csrf",
            "xsrf",
            "macaroon",
            "dpop");

    /** As words of a name: {@code X-Auth}, {@code userPin}. */
    private static final Set<String> WORDS =
            Set.of("auth", "authn", "xauth", "pass", "pwd", "pw", "pin", "otp", "totp", "sid", "sig");

    /** Keys that open something, in one word or two; a {@code primaryKey} opens nothing. */
    private static final Pattern KEY = Pattern.compile(
            ".*(access|api|app|auth|client|encryption|licen[cs]e|master|private|service|shared|signing|subscription)"
                    + "key.*");

    /** Between words: characters other than letters and digits, and a change to upper case. */
    private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

    private Credentials() {}

    /** Of a header. */
    static boolean areInHeader(String name) {
        return areIn(name) || name.toLowerCase(Locale.ROOT).contains("key");
    }

    /** Of a parameter, a path parameter or a request attribute. */
    static boolean areIn(String name) {
        return areRead(name) || words(name).anyMatch(word -> word.endsWith("key") || word.equals("keys"));
    }

    /** Of a property or method, where {@code key} can be any key. */
    static boolean areRead(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PARTS.stream().anyMatch(lower::contains)
                || words(name).anyMatch(WORDS::contains)
                || KEY.matcher(lower.replaceAll("[^a-z0-9]", "")).matches();
    }

    private static Stream<String> words(String name) {
        return Arrays.stream(BETWEEN.split(name)).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
