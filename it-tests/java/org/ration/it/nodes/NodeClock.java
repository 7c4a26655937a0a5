// SPDX-License-Identifier: Apache-2.0
package org.ration.it.nodes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.ConfigProvider;

/** The application's clock: on each node another time, which goes on when it is told to. */
@ApplicationScoped
public class NodeClock extends Clock {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse(ConfigProvider.getConfig().getValue("testing.time", String.class)));

    void move(Duration by) {
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
