// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The methods of text that expressions may call. Unlike those of {@code String}, they do not depend on a locale. */
final class TextMethods {

    static final List<String> NAMES = List.of("toLowerCase", "toUpperCase", "strip", "trim");

    private TextMethods() {}

    static Optional<String> call(String text, Object method) {
        return switch (method.toString()) {
            case "toLowerCase" -> Optional.of(text.toLowerCase(Locale.ROOT));
            case "toUpperCase" -> Optional.of(text.toUpperCase(Locale.ROOT));
            case "strip", "trim" -> Optional.of(text.strip());
            default -> Optional.empty();
        };
    }
}
