// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The longest {@code Retry-After}. Many clients sleep as long as the header says; some retry at once when weeks
 * overflow their timers; no header is better for both.
 *
 * @param max the longest value; empty for no bound
 */
record RetryAfter(Optional<Duration> max) {

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /**
     * Removes a header that is above the longest, and one without a value, by which an application leaves it out.
     *
     * @param response the headers of a response that refuses
     */
    void bound(MultivaluedMap<String, Object> response) {
        Object value = response.getFirst(HttpHeaders.RETRY_AFTER);
        if (value != null && (value.toString().isBlank() || isAboveMax(text(value)))) {
            response.remove(HttpHeaders.RETRY_AFTER);
        }
    }

    /** As JAX-RS writes it. */
    private static String text(Object value) {
        return value instanceof Date date
                ? RFC_1123_DATE_TIME.format(date.toInstant().atOffset(ZoneOffset.UTC))
                : value.toString().strip();
    }

    private boolean isAboveMax(String value) {
        return max.isPresent() && !isWithin(value, max.get());
    }

    /** In seconds or as a date; any other value is of no use to clients. */
    private static boolean isWithin(String value, Duration max) {
        if (SECONDS.matcher(value).matches()) {
            return value.length() <= 15
                    && Duration.ofSeconds(Long.parseLong(value)).compareTo(max) <= 0;
        }
        try {
            Instant end = RFC_1123_DATE_TIME.parse(value, Instant::from);
            return !end.isAfter(Instant.now().plus(max));
        } catch (DateTimeException unreadable) {
            return false;
        }
    }
}
