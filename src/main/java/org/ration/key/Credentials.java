package org.ration.key;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Headers whose values are credentials by their name. */
final class Credentials {

    private static final Set<String> HEADERS = Set.of("authorization", "proxy-authorization", "cookie");

    private Credentials() {}

    static boolean areIn(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return HEADERS.contains(name) || Stream.of("key", "token", "secret").anyMatch(name::contains);
    }
}
