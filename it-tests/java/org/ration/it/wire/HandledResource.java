// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;

/** Refuses everything by answers of its own. */
@Path("handled")
@RequestScoped
public class HandledResource {

    @GET
    @Path("response")
    @Quota(key = "global:handled", limit = 0, period = "day", scope = "handled", onExceeded = Page.class)
    public Response response() {
        return Response.ok("granted").build();
    }

    @GET
    @Path("text")
    @Quota(key = "global:handled", limit = 0, period = "day", scope = "handled", onExceeded = Page.class)
    public String text() {
        return "granted";
    }

    @GET
    @Path("stage")
    @Quota(key = "global:handled", limit = 0, period = "day", scope = "handled", onExceeded = Page.class)
    public CompletionStage<String> stage() {
        return CompletableFuture.completedFuture("granted");
    }

    @GET
    @Path("suspended")
    @Quota(key = "global:handled", limit = 0, period = "day", scope = "handled", onExceeded = Page.class)
    public void suspended(@Suspended AsyncResponse response) {
        response.resume("granted");
    }

    @GET
    @Path("headers")
    @Quota(key = "global:handled", limit = 0, period = "day", scope = "handled", onExceeded = PageWithHeaders.class)
    public Response headers() {
        return Response.ok("granted").build();
    }
}
