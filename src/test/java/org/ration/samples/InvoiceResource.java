// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.ration.Quota;

// tag::class
@Path("invoices")
@RequestScoped
@Quota(key = "user", limit = 10_000)
public class InvoiceResource {

    @GET
    public String list() {
        return "…";
    }

    @POST
    @Quota(key = "user", limit = 100_000, scope = "writes", cost = 10)
    public void create(String invoice) {
        // in place of the class's quota
    }

    @GET
    @Path("help")
    @Quota.None
    public String help() {
        return "…";
    }
}
// end::class
