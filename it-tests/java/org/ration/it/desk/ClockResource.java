// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;

/** Moves the clock ahead, and tells the time. */
@Path("clock")
@RequestScoped
public class ClockResource {

    @Inject
    private DeskClock clock;

    @GET
    public String move(@QueryParam("by") @DefaultValue("PT0S") String by) {
        clock.move(Duration.parse(by));
        return clock.instant().toString();
    }
}
