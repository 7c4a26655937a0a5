// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;

/** Calls of which a few may run at a time. */
@Path("flights")
@ApplicationScoped
public class FlightResource {

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Latches latches;

    @GET
    @Path("three")
    @Quota(key = "param:who", limit = 3, period = "inflight", scope = "three", holdFor = "PT1M")
    public String three(@QueryParam("latch") String latch) {
        latches.await(latch);
        return "done";
    }

    @GET
    @Path("short")
    @Quota(key = "param:who", limit = 1, period = "inflight", scope = "short", holdFor = "PT3S")
    public String shortly(@QueryParam("latch") String latch) {
        latches.await(latch);
        return "done";
    }

    @GET
    @Path("blocked")
    @Quota(key = "global:blocked", limit = 10, cost = 10, scope = "blocked", holdFor = "PT3S", settleBy = Blocked.class)
    public String blocked(@QueryParam("latch") String latch) {
        return "done";
    }

    @GET
    @Path("value")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public String value() {
        return "done";
    }

    @GET
    @Path("nothing")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public void nothing() {
        // 204
    }

    @GET
    @Path("mapped")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public String mapped() {
        throw new Conflict();
    }

    @GET
    @Path("stage")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public CompletionStage<String> stage() {
        return CompletableFuture.supplyAsync(() -> "done", executor);
    }

    @GET
    @Path("failed-stage")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public CompletionStage<String> failedStage() {
        return CompletableFuture.failedFuture(new Conflict());
    }

    @GET
    @Path("suspended")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public void suspended(@Suspended AsyncResponse response) {
        executor.submit(() -> response.resume("done"));
    }

    @GET
    @Path("output")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    public StreamingOutput output() {
        return body -> {
            body.write("a first part, ".getBytes(UTF_8));
            body.flush();
            body.write("and the rest".getBytes(UTF_8));
        };
    }

    @GET
    @Path("counted")
    @Quota(key = "global:one", limit = 1, period = "inflight", scope = "one")
    @Quota(key = "global:counted", limit = 2, scope = "counted")
    @Quota(key = "global:settled", limit = 1000, cost = 10, scope = "settled", settleBy = Told.class)
    public String counted() {
        return "done";
    }
}
