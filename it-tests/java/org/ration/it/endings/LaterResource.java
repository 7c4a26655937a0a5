// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.ration.Quota;

/** Calls that end on another thread than that of their request. */
@Path("later")
@ApplicationScoped
public class LaterResource {

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Latches latches;

    @GET
    @Path("stage")
    @Quota(key = "global:stage", limit = 1000, cost = 10, scope = "stage", settleBy = Told.class)
    public CompletionStage<String> stage() {
        return CompletableFuture.supplyAsync(() -> "done", executor);
    }

    @GET
    @Path("failed-stage")
    @Quota(key = "global:failed-stage", limit = 1000, cost = 10, scope = "failed-stage", settleBy = Told.class)
    public CompletionStage<String> failedStage() {
        return CompletableFuture.supplyAsync(
                () -> {
                    throw new Conflict();
                },
                executor);
    }

    @GET
    @Path("done-stage")
    @Quota(key = "global:done-stage", limit = 1000, cost = 10, scope = "done-stage", settleBy = Told.class)
    public CompletionStage<String> doneStage() {
        return CompletableFuture.failedFuture(new Conflict());
    }

    @GET
    @Path("suspended")
    @Quota(key = "global:suspended", limit = 1000, cost = 10, scope = "suspended", settleBy = Told.class)
    public void suspended(@Suspended AsyncResponse response) {
        executor.submit(() -> response.resume("done"));
    }

    @GET
    @Path("resumed-at-once")
    @Quota(key = "global:at-once", limit = 1000, cost = 10, scope = "at-once", settleBy = Told.class)
    public void resumedAtOnce(@Suspended AsyncResponse response) {
        response.resume("done");
    }

    @GET
    @Path("failed-suspended")
    @Quota(key = "global:failed-suspended", limit = 1000, cost = 10, scope = "failed-suspended", settleBy = Told.class)
    public void failedSuspended(@Suspended AsyncResponse response) {
        executor.submit(() -> response.resume(new Conflict()));
    }

    @GET
    @Path("unmapped-suspended")
    @Quota(
            key = "global:unmapped-suspended",
            limit = 1000,
            cost = 10,
            scope = "unmapped-suspended",
            settleBy = Told.class)
    public void unmappedSuspended(@Suspended AsyncResponse response) {
        executor.submit(() -> response.resume(new UnsupportedOperationException("the test wants it")));
    }

    @GET
    @Path("timed-out")
    @Quota(key = "global:timed-out", limit = 1000, cost = 10, scope = "timed-out", settleBy = Told.class)
    public void timedOut(@Suspended AsyncResponse response) {
        response.setTimeout(100, TimeUnit.MILLISECONDS);
    }

    @GET
    @Path("cancelled")
    @Quota(key = "global:cancelled", limit = 1000, cost = 10, scope = "cancelled", settleBy = Told.class)
    public void cancelled(@Suspended AsyncResponse response) {
        executor.submit(() -> response.cancel());
    }

    /** Its client goes before it is resumed. */
    @GET
    @Path("left")
    @Quota(key = "global:left", limit = 1000, cost = 10, scope = "left", settleBy = Told.class)
    public void left(@Suspended AsyncResponse response) {
        executor.submit(() -> {
            latches.await("left");
            response.resume("done");
        });
    }
}
