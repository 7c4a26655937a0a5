// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges with an id, in code. */
@Path("ids")
@RequestScoped
public class IdResource {

    private static final QuotaPolicy POLICY =
            QuotaPolicy.of(10, QuotaPeriod.DAY).withScope("ids");

    @Inject
    private QuotaRegistry quotas;

    @GET
    @Path("consume")
    public boolean consume(
            @QueryParam("who") String who, @QueryParam("units") long units, @QueryParam("id") String id) {
        return quotas.consume(List.of(charge(who, units)), id).orThrow().replayed();
    }

    @GET
    @Path("reserve")
    public boolean reserve(@QueryParam("who") String who, @QueryParam("units") long units) {
        return quotas.reserve(List.of(charge(who, units)), Duration.ofHours(1))
                .orThrow()
                .allowed();
    }

    private QuotaCharge charge(String who, long units) {
        return new QuotaCharge(quotas.key("param:who", who), POLICY, units);
    }
}
