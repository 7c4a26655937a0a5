// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Half a second before noon, always: the time to any reset is known, and has to be rounded. */
@ApplicationScoped
public class Noon {

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.fixed(Instant.parse("2026-11-24T11:59:59.500Z"), ZoneOffset.UTC);
    }
}
