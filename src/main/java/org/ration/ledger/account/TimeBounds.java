// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Duration;
import java.time.Instant;

/**
 * The instants that are taken from outside: the tables keep milliseconds, and pages and answers show years of four
 * digits.
 */
public final class TimeBounds {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private TimeBounds() {}

    /**
     * Refuses an instant out of bounds.
     *
     * @param name what the caller calls it
     * @param instant the instant
     * @return the instant
     * @throws IllegalArgumentException if it is before the year 1 or after the year 9999
     */
    public static Instant require(String name, Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException(name + " is " + instant + "; use " + FIRST + " to " + LAST);
        }
        return instant;
    }

    /**
     * Moves an instant within bounds.
     *
     * @param instant the instant
     * @param name what the caller calls the distance
     * @param by how far
     * @return the instant to which that leads
     * @throws IllegalArgumentException if that is out of bounds
     */
    public static Instant move(Instant instant, String name, Duration by) {
        Duration back = Duration.between(instant, FIRST);
        Duration on = Duration.between(instant, LAST);
        if (by.compareTo(back) < 0 || by.compareTo(on) > 0) {
            throw new IllegalArgumentException(name + " is " + by + "; from " + instant + " use " + back + " to " + on);
        }
        return instant.plus(by);
    }
}
