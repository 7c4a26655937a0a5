// SPDX-License-Identifier: Apache-2.0
package org.ration.it.operators;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** The thinnest. */
@Path("tiles")
@RequestScoped
public class TileResource {

    @GET
    @Quota(key = "global:tiles", limit = 3, period = "day", scope = "tiles")
    public String tile() {
        return "a tile";
    }
}
