// SPDX-License-Identifier: Apache-2.0
package org.ration.it.usage;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.ration.Quota;

/** Counts callers; and would like to answer where Ration does. */
@Path("")
@RequestScoped
public class UsageResource {

    @GET
    @Path("quotas")
    public String quotas() {
        return "the application's own";
    }

    @GET
    @Path("quotas/more")
    public String more() {
        return "the application's own";
    }

    @GET
    @Path("things")
    @Quota(key = "user", limit = 3, period = "day", scope = "things")
    public String things() {
        return "things";
    }

    @GET
    @Path("things/{id}")
    @Quota(key = "path:id", limit = 3, period = "day", scope = "thing")
    public String thing(@PathParam("id") String id) {
        return id;
    }
}
