// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it; the application's clock in every test container. */
@ApplicationScoped
public class TestClock extends Clock {

    /** Where it stands at first: 2026-03-10T12:00:00Z, a Tuesday. */
    public static final Instant START = Instant.parse("2026-03-10T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    /** Sets the time. */
    public void set(Instant instant) {
        now.set(instant);
    }

    /** Sets the time. */
    public void set(String instant) {
        set(Instant.parse(instant));
    }

    /** Moves on, or back. */
    public void move(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the time of a test has no zone");
    }
}
