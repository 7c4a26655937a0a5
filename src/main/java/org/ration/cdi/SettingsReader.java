// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.stream.Collectors.joining;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.ration.ledger.charge.RetentionSettings;

/**
 * Reads single settings; an unreadable value becomes a problem, and the default replaces it.
 *
 * @param source where they are written
 * @param problems takes what cannot be read
 */
record SettingsReader(SettingsSource source, DeploymentProblems problems) {

    static final int SECRET_LENGTH = 16;
    private static final Period BRIEF_WINDOWS = Period.ofDays(30);
    private static final Period IDLE = Period.ofDays(400);
    private static final LocalDate LATEST = LocalDate.EPOCH.plusYears(1000);

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

    /** One value of {@code ration.keep-windows} is for all windows; without one, only those of short periods go. */
    RetentionSettings retention() {
        String legal = "an ISO period of at most 1000 years, such as P30D, or none";
        Optional<Optional<Period>> windows =
                read("ration.keep-windows", Optional.empty(), legal, value -> Optional.of(period(value)));
        return new RetentionSettings(
                windows.orElse(Optional.of(BRIEF_WINDOWS)),
                windows.orElse(Optional.empty()),
                read("ration.keep-audit", Optional.empty(), legal, SettingsReader::period),
                read(
                        "ration.keep-idle",
                        Optional.of(IDLE),
                        "an ISO period of a day to 1000 years, such as P400D, or none",
                        SettingsReader::daysOrMore));
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

    /** Not negative in any part. */
    static Optional<Period> period(String value) {
        if (value.equals("none")) {
            return Optional.empty();
        }
        Period period = Period.parse(value);
        if (period.isNegative() || LocalDate.EPOCH.plus(period).isAfter(LATEST)) {
            throw new IllegalArgumentException();
        }
        return Optional.of(period);
    }

    private static Optional<Period> daysOrMore(String value) {
        Optional<Period> period = period(value);
        if (period.equals(Optional.of(Period.ZERO))) {
            throw new IllegalArgumentException();
        }
        return period;
    }
}
