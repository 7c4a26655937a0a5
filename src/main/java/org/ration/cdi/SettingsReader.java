// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.stream.Collectors.joining;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads single settings; what cannot be read becomes a problem, and the default stands in for it.
 *
 * @param source where they are written
 * @param problems takes what cannot be read
 */
record SettingsReader(SettingsSource source, DeploymentProblems problems) {

    static final int SECRET_LENGTH = 16;
    static final List<String> FORWARDED_HEADERS = List.of("X-Forwarded-For", "Forwarded");

    <E extends Enum<E>> E choice(String name, E byDefault) {
        E[] choices = byDefault.getDeclaringClass().getEnumConstants();
        String legal = Arrays.stream(choices).map(SettingsReader::written).collect(joining(", "));
        return read(name, byDefault, "one of " + legal, value -> Arrays.stream(choices)
                .filter(choice -> written(choice).equals(value))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
    }

    int number(String name, int byDefault, int least, int greatest) {
        return read(name, byDefault, "a whole number from " + least + " to " + greatest, value -> {
            int number = Integer.parseInt(value);
            if (number < least || number > greatest) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    <T> T read(String name, T byDefault, String legal, Function<String, T> parse) {
        Optional<String> value = source.value(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        try {
            return parse.apply(value.get());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
            problems.unreadableSetting(name, value.get(), legal);
            return byDefault;
        }
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The zone with an IANA name; offsets and abbreviations are none.
     *
     * @param name the name
     * @return the zone
     * @throws IllegalArgumentException if there is no such zone
     */
    static ZoneId ianaZone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new IllegalArgumentException(name);
        }
        return ZoneId.of(name);
    }

    static String forwarded(String value) {
        return FORWARDED_HEADERS.stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    static Optional<String> secret(String value) {
        if (value.length() < SECRET_LENGTH) {
            throw new IllegalArgumentException();
        }
        return Optional.of(value);
    }

    static String namespace(String value) {
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    static boolean trueOrFalse(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException();
        }
        return value.equals("true");
    }

    static Optional<Duration> notNegative(String value) {
        Duration duration = Duration.parse(value);
        if (duration.isNegative()) {
            throw new IllegalArgumentException();
        }
        return Optional.of(duration);
    }

    static Duration timeout(String value) {
        Duration timeout = Duration.parse(value);
        if (timeout.toNanos() < 1_000_000) {
            throw new IllegalArgumentException();
        }
        return timeout;
    }
}
