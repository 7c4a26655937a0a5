// SPDX-License-Identifier: Apache-2.0
package org.ration.it.fault;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Calls that need the database, and one that does not insist on it. */
@Path("fault")
@RequestScoped
public class FaultResource {

    private static final QuotaPolicy IDS = QuotaPolicy.of(2, QuotaPeriod.MONTH).withScope("ids");

    @Inject
    QuotaRegistry quotas;

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

    /** All that can become of a charge with an id, but that it expires: see below. */
    @GET
    @Path("ids")
    public String ids(@QueryParam("who") String who) {
        List<QuotaCharge> list = List.of(new QuotaCharge("user:" + who, IDS, 1));
        quotas.consume(list, who);
        quotas.consume(list, who);
        quotas.reserve(list, Duration.ofMinutes(1)).settle(5);
        quotas.settle(who, 0);
        return "done";
    }

    /** Holds for a second, unless something is held. */
    @GET
    @Path("expire")
    public boolean expire(@QueryParam("who") String who) {
        return quotas.reserve("user:" + who, IDS, 2, Duration.ofSeconds(1)).allowed();
    }

    @POST
    @Path("late-mark")
    public String lateMark() {
        LateMark.next();
        return "the next transaction will be rolled back in silence";
    }
}
