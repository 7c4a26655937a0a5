// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.TimeUnit;
import org.ration.Quota;

/** Renderings of maps: one at a time for each customer. */
@Path("renderings")
@ApplicationScoped
public class RenderingResource {

    private static final int MAX_SECONDS = 30;

    @Resource
    private ManagedScheduledExecutorService executor;

    @POST
    @Quota(
            key = "customer:{request.customer}",
            limit = 1,
            limitBy = PlanLimit.class,
            period = "inflight",
            scope = "renderings",
            holdFor = "PT1M")
    public void render(@QueryParam("seconds") @DefaultValue("3") int seconds, @Suspended AsyncResponse response) {
        executor.schedule(() -> response.resume("rendered\n"), Math.min(seconds, MAX_SECONDS), TimeUnit.SECONDS);
    }
}
