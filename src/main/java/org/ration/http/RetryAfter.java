// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
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
        if (value != null && (value.toString().isBlank() || isAboveMax(value.toString()))) {
            response.remove(HttpHeaders.RETRY_AFTER);
        }
    }

    private boolean isAboveMax(String value) {
        return max.isPresent()
                && SECONDS.matcher(value).matches()
                && (value.length() > 15
                        || Duration.ofSeconds(Long.parseLong(value)).compareTo(max.get()) > 0);
    }
}
