// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.RequestScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ration.Quota;

/** Uploads of tracks: 2 a day. The scope keeps them apart from the tiles of the same customer. */
@Path("uploads")
@RequestScoped
public class UploadResource {

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Quota(key = "customer:{request.customer}", limit = 2, limitBy = PlanLimit.class, period = "day", scope = "uploads")
    public Response upload(byte[] track) {
        JsonObject receipt =
                Json.createObjectBuilder().add("receivedBytes", track.length).build();
        return Response.accepted(receipt).build();
    }
}
