// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Several quotas. */
@Path("documents")
@RequestScoped
public class TwoScopes {

    // tag::scopes
    @POST
    @Path("uploads")
    @Quota(key = "user", limit = 50, period = "day", scope = "uploads")
    public void upload(byte[] document) {
        // …
    }

    @GET
    @Path("exports")
    @Quota(key = "user", limit = 1_000, scope = "exports")
    public String export() {
        return "…";
    }
    // end::scopes

    // tag::day-and-month
    @GET
    @Quota(key = "user", limit = 10_000, period = "month")
    @Quota(key = "user", limit = 1_000, period = "day")
    public String list() {
        return "…";
    }
    // end::day-and-month
}
