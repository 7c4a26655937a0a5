// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.ration.ledger.account.TimeBounds;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
public final class MovableClock extends Clock {

    /** Where a clock begins: noon of a Monday, in UTC. */
    public static final Instant START = Instant.parse("2026-03-09T12:00:00Z");

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /** A clock that shows {@link #START}. */
    public MovableClock() {
        this(new AtomicReference<>(START), ZoneOffset.UTC);
    }

    private MovableClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /**
     * Moves the clock. Moved back, it reopens no window that has been followed by another, and no hold and no id of
     * which the kit has noticed the end.
     *
     * @param by how far; negative moves it back
     * @throws IllegalArgumentException if that leads before the year 1 or beyond the year 9999
     */
    public void advance(Duration by) {
        now.updateAndGet(instant -> TimeBounds.move(instant, "by", by));
    }

    /**
     * Sets the clock.
     *
     * @param instant what it shows from now on
     * @throws IllegalArgumentException if it is before the year 1 or after the year 9999
     */
    public void set(Instant instant) {
        now.set(TimeBounds.require("instant", Objects.requireNonNull(instant, "instant")));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock in another zone: what moves one moves the other. */
    @Override
    public Clock withZone(ZoneId other) {
        return new MovableClock(now, other);
    }
}
