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
import org.ration.key.ClientAddress;
import org.ration.key.UserNames;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.charge.RetentionSettings;

/**
 * Reads single settings; an unreadable value becomes a problem, and the default replaces it.
 *
 * @param source where they are written
 * @param problems takes what cannot be read
 */
record SettingsReader(SettingsSource source, DeploymentProblems problems) {

    private static final int SECRET_LENGTH = 16;
    private static final Period BRIEF_WINDOWS = Period.ofDays(30);
    private static final Period IDLE = Period.ofDays(400);
    private static final LocalDate LATEST = LocalDate.EPOCH.plusYears(1000);

    private static final List<String> FORWARDED_HEADERS = List.of("X-Forwarded-For", "Forwarded");

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

    ZoneId zone() {
        return read("ration.zone", ZoneId.of("UTC"), "an IANA zone such as Europe/Berlin", SettingsReader::ianaZone);
    }

    /** By three settings. */
    ClientAddress clientAddress() {
        String header = read(
                "ration.forwarded-header",
                FORWARDED_HEADERS.get(0),
                "one of " + FORWARDED_HEADERS,
                SettingsReader::forwarded);
        int ipv6Prefix = number("ration.ipv6-prefix", 64, 1, 128);
        return read(
                "ration.trusted-proxies",
                new ClientAddress(List.of(), header, ipv6Prefix),
                "addresses or CIDR blocks such as 10.0.0.0/8, separated by commas",
                value -> new ClientAddress(list(value), header, ipv6Prefix));
    }

    Optional<String> secret() {
        return read(
                "ration.secret",
                Optional.empty(),
                "at least " + SECRET_LENGTH + " characters",
                SettingsReader::longEnough);
    }

    Optional<Duration> retryAfterMax() {
        return read(
                "ration.retry-after.max",
                Optional.empty(),
                "an ISO duration such as PT1H",
                SettingsReader::notNegative);
    }

    UserNames userNames() {
        return read(
                "ration.user-names",
                UserNames.VERBATIM,
                "verbatim, lower-case, nfc, or lower-case,nfc",
                UserNames::parse);
    }

    Duration timeout() {
        return read(
                "ration.timeout",
                Duration.ofSeconds(5),
                "an ISO duration of at least a millisecond, such as PT5S",
                SettingsReader::aMillisecondOrMore);
    }

    String namespace() {
        return read(
                "ration.namespace",
                "",
                "up to 64 letters, digits, dots, underscores and hyphens that begin with a letter or a digit",
                SettingsReader::namespace);
    }

    Optional<String> usagePath() {
        return read(
                "ration.usage.path",
                Optional.empty(),
                "a path such as /quotas",
                value -> Optional.of(AdminSettings.requirePath(value)));
    }

    Thresholds thresholds() {
        return read(
                "ration.thresholds",
                Thresholds.DEFAULT,
                "1 to 8 whole percents from 1 to 1000, separated by commas, such as 80,100",
                Thresholds::parse);
    }

    AdminSettings admin() {
        return new AdminSettings(
                read("ration.admin.enabled", false, "true or false", SettingsReader::trueOrFalse),
                read("ration.admin.path", "/ration", "a path such as /ration", AdminSettings::requirePath),
                read("ration.admin.role", "ration-admin", "the name of one role", AdminSettings::requireRole));
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

    private static String forwarded(String value) {
        return FORWARDED_HEADERS.stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<String> longEnough(String value) {
        if (value.length() < SECRET_LENGTH) {
            throw new IllegalArgumentException();
        }
        return Optional.of(value);
    }

    private static String namespace(String value) {
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean trueOrFalse(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException();
        }
        return value.equals("true");
    }

    private static Optional<Duration> notNegative(String value) {
        Duration duration = Duration.parse(value);
        if (duration.isNegative()) {
            throw new IllegalArgumentException();
        }
        return Optional.of(duration);
    }

    private static Duration aMillisecondOrMore(String value) {
        Duration timeout = Duration.parse(value);
        if (timeout.toNanos() < 1_000_000) {
            throw new IllegalArgumentException();
        }
        return timeout;
    }

    /** Not negative in any part. */
    private static Optional<Period> period(String value) {
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
