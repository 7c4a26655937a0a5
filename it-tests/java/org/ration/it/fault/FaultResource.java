// SPDX-License-Identifier: Apache-2.0
package org.ration.it.fault;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;

/** Calls that need the database, and one that does not insist on it. */
@Path("fault")
@RequestScoped
public class FaultResource {

    @GET
    @Path("strict")
    @Quota(key = "param:who", limit = 1_000, scope = "strict")
    public String strict() {
        return "granted";
    }

    @GET
    @Path("tight")
    @Quota(key = "param:who", limit = 1, scope = "tight")
    public String tight() {
        return "granted";
    }

    @GET
    @Path("stage")
    @Quota(key = "param:who", limit = 1_000, scope = "stage")
    public CompletionStage<String> stage() {
        return CompletableFuture.completedFuture("granted");
    }

    @GET
    @Path("soft")
    @Quota(key = "param:who", limit = 1_000, scope = "soft", block = false)
    public String soft() {
        return "granted";
    }

    @POST
    @Path("late-mark")
    public String lateMark() {
        LateMark.next();
        return "the next transaction will be rolled back in silence";
    }
}
