// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;

/** Answers on other threads, which have no CDI request scope: the answers tell so. */
@Path("async")
@ApplicationScoped
public class AsyncResource {

    @Resource
    private ManagedExecutorService executor;

    @GET
    @Path("stage")
    @Quota(key = "global:stage", limit = 1, period = "day", scope = "stage")
    public CompletionStage<String> stage() {
        return CompletableFuture.supplyAsync(AsyncResource::scope, executor);
    }

    @GET
    @Path("suspended")
    @Quota(key = "global:suspended", limit = 1, period = "day", scope = "suspended")
    public void suspended(@Suspended AsyncResponse response) {
        executor.submit(() -> response.resume(scope()));
    }

    private static String scope() {
        try {
            CDI.current().getBeanManager().getContext(RequestScoped.class);
            return "with a request scope";
        } catch (ContextNotActiveException none) {
            return "without a request scope";
        }
    }
}
