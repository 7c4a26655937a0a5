// SPDX-License-Identifier: Apache-2.0
package org.ration.it.operators;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import org.ration.Quota;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Counts tiles, and holds some. */
@Path("tiles")
@RequestScoped
public class TileResource {

    private static final QuotaPolicy TILES = QuotaPolicy.of(3, QuotaPeriod.DAY).withScope("tiles");

    @Inject
    QuotaRegistry quotas;

    @GET
    @Quota(key = "global:tiles", limit = 3, period = "day", scope = "tiles")
    public String tile() {
        return "a tile";
    }

    @GET
    @Path("hold")
    public String hold() {
        return quotas.reserve("global:tiles", TILES, 1, Duration.ofHours(1))
                .orThrow()
                .id();
    }
}
