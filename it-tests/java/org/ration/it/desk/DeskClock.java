// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Begins on 10 March 2026 at noon, and goes on; it can be moved ahead. */
@ApplicationScoped
public class DeskClock extends Clock {

    private volatile Duration ahead = Duration.between(Instant.now(), Instant.parse("2026-03-10T12:00:00Z"));

    void move(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), ahead);
    }
}
