// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import org.ration.Quota;

/** Map tiles: 3 a day for a customer, whichever API key is used. */
@Path("tiles")
@ApplicationScoped
public class TileResource {

    @GET
    @Path("{zoom}/{x}/{y}")
    @Produces("image/svg+xml")
    @Quota(key = "customer:{request.customer}", limit = 3, limitBy = PlanLimit.class, period = "day", scope = "tiles")
    public String tile(@PathParam("zoom") int zoom, @PathParam("x") int x, @PathParam("y") int y) {
        return new Tile(zoom, x, y).svg();
    }
}
