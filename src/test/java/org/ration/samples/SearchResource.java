// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** A burst limiter and a quota on one endpoint. */
@Path("search")
@RequestScoped
public class SearchResource {

    // tag::burst-quota
    @GET
    @Burst
    @Quota(key = "user", limit = 10_000)
    public String search() {
        return "…";
    }
    // end::burst-quota
}
