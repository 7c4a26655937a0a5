// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;

/** Reports, worked out on another thread: 2 a day and 5 a month for an API key, all or nothing. */
@Path("reports")
@ApplicationScoped
public class ReportResource {

    @Resource
    private ManagedExecutorService executor;

    @GET
    @Path("{region}")
    @Produces(MediaType.APPLICATION_JSON)
    @Quota(key = "header:X-Api-Key", limit = 2, limitBy = PlanLimit.class, period = "day", scope = "reports")
    @Quota(key = "header:X-Api-Key", limit = 5, limitBy = PlanLimit.class, period = "month", scope = "reports")
    public CompletionStage<JsonObject> report(@PathParam("region") String region) {
        return CompletableFuture.supplyAsync(() -> about(region), executor);
    }

    private static JsonObject about(String region) {
        int seed = Math.floorMod(region.hashCode(), 1000);
        return Json.createObjectBuilder()
                .add("region", region)
                .add("kilometresOfRoad", 300 + seed)
                .add("kilometresOfRiver", 100 + seed / 3)
                .build();
    }
}
