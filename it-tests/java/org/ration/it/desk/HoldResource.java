// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.ZoneId;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Holds units of the calls of a month, or exports that run at one time. */
@Path("holds")
@RequestScoped
public class HoldResource {

    private static final QuotaPolicy CALLS =
            QuotaPolicy.of(3, QuotaPeriod.MONTH).withScope("calls").withZone(ZoneId.of("Europe/Berlin"));
    private static final QuotaPolicy EXPORTS =
            QuotaPolicy.of(2, QuotaPeriod.INFLIGHT).withScope("exports");

    @Inject
    QuotaRegistry quotas;

    @GET
    public String call(@QueryParam("who") String who, @QueryParam("units") long units) {
        return hold(who, CALLS, units);
    }

    @GET
    @Path("export")
    public String export(@QueryParam("who") String who) {
        return hold(who, EXPORTS, 1);
    }

    @GET
    @Path("release")
    public boolean release(@QueryParam("id") String id) {
        return quotas.release(id);
    }

    private String hold(String who, QuotaPolicy policy, long units) {
        return quotas.reserve(quotas.key("param:who", who), policy, units, Duration.ofMinutes(40))
                .orThrow()
                .id();
    }
}
