// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.time.Duration;

/**
 * Until when a caller waits at most.
 *
 * @param nanoTime by {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {

    private static final Duration LONGEST = Duration.ofDays(1);

    public static Deadline in(Duration wait) {
        return new Deadline(System.nanoTime() + bounded(wait).toNanos());
    }

    /** A wait that is short enough to be counted in nanoseconds. */
    static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    Deadline later(Duration by) {
        return new Deadline(nanoTime + by.toNanos());
    }

    /** The time left, in nanoseconds; negative once it has passed. */
    long nanosLeft() {
        return nanoTime - System.nanoTime();
    }

    /** The time left in milliseconds, rounded up, and at least 1, since 0 means "no time-out" to databases. */
    public long millisLeft() {
        return Math.max(1, (nanosLeft() + 999_999) / 1_000_000);
    }

    /** The time left in seconds, rounded up, and at least 1. */
    public int secondsLeft() {
        return (int) ((millisLeft() + 999) / 1000);
    }

    boolean passed(long now) {
        return nanoTime - now <= 0;
    }

    public boolean passed() {
        return nanosLeft() <= 0;
    }
}
