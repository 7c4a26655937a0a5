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
            "dpop",
            "saml",
            "2fa",
            "certificate",
            "hmac",
            "nonce",
            "verifier",
            "captcha",
            "sessid",
            "kerberos",
            "ntlm",
            "mnemonic",
            "connectionstring");

    /** As words of a name: {@code X-Auth}, {@code userPin}. */
    private static final Set<String> WORDS = Set.of(
            "auth", "authn", "xauth", "pass", "pwd", "pw", "pin", "otp", "totp", "hotp", "sid", "sig", "mfa", "2fa",
            "tfa", "pat", "cert", "pem", "cvv", "cvc");

    /** Keys that open something, in one word or two; a {@code primaryKey} opens nothing. */
    private static final Pattern KEY = Pattern.compile(
            ".*(access|api|app|auth|client|encryption|licen[cs]e|master|private|service|shared|signing|subscription)"
                    + "key.*");

    /** Codes and tickets that are credentials by themselves; a {@code countryCode} does not. */
    private static final Pattern PASS = Pattern.compile(
            ".*(access|activation|auth|backup|confirm|confirmation|device|invitation|invite|login|magic|recovery|"
                    + "reset|security|sms|user|verification|verify)code"
                    + "|.*(access|auth|granting|login|proxy|service)ticket"
                    + "|.*magiclink");

    /** As the whole name of what a client sends, as OAuth and CAS have it; in a path they name things. */
    private static final Set<String> SENT = Set.of("code", "ticket", "invite", "magic", "pgt");

    /** Between words: characters other than letters and digits, and a change to upper case. */
    private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

    private Credentials() {}

    /** Of a header. */
    static boolean areInHeader(String name) {
        return areSent(name) || name.toLowerCase(Locale.ROOT).contains("key");
    }

    /** Of a parameter of a query or form. */
    static boolean areSent(String name) {
        return areIn(name) || SENT.contains(name.toLowerCase(Locale.ROOT).replaceFirst("^x-", ""));
    }

    /** Of a path or matrix parameter, or a request attribute. */
    static boolean areIn(String name) {
        return areRead(name) || words(name).anyMatch(word -> word.endsWith("key") || word.equals("keys"));
    }

    /** Of a property or method, where {@code key} can be any key. */
    static boolean areRead(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PARTS.stream().anyMatch(lower::contains)
                || words(name).anyMatch(WORDS::contains)
                || KEY.matcher(joined(lower)).matches()
                || PASS.matcher(joined(lower)).matches();
    }

    private static String joined(String name) {
        return name.replaceAll("[^a-z0-9]", "");
    }

    private static Stream<String> words(String name) {
        return Arrays.stream(BETWEEN.split(name)).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
