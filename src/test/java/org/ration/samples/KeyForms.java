// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.ration.Quota;

/** Keys of several parts, and cost by hand. */
@Path("orgs")
@RequestScoped
public class KeyForms {

    // tag::template
    @GET
    @Path("{org}/documents")
    @Quota(key = "org:{path.org}:{user}", limit = 500, period = "day", scope = "per-member")
    @Quota(key = "path:org", limit = 20_000, period = "day", scope = "per-org")
    public String documents(@PathParam("org") String org) {
        return "…";
    }
    // end::template

    // tag::api-key
    @GET
    @Path("public")
    @Quota(key = "header:X-Api-Key", limit = 100_000)
    @Quota(key = "ip", limit = 1_000, period = "hour", scope = "address")
    public String open() {
        return "…";
    }
    // end::api-key
}
