// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The system's time, but for the moment in which {@link Past} tells what was before. An application needs no such
 * clock.
 */
@ApplicationScoped
public class DemoClock extends Clock {

    private volatile Instant told;

    /** Stands still at a time that is over. */
    void stand(Instant past) {
        told = past;
    }

    /** Goes with the system's. */
    void go() {
        told = null;
    }

    @Override
    public Instant instant() {
        Instant past = told;
        return past == null ? Instant.now() : past;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.system(zone);
    }
}
