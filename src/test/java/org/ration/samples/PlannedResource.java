// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** A quota whose limit depends on the plan. */
@Path("planned")
@RequestScoped
public class PlannedResource {

    // tag::planned
    @GET
    @Quota(key = "user", limit = 10_000, limitBy = PlanLimit.class)
    public String search() {
        return "…";
    }
    // end::planned
}
