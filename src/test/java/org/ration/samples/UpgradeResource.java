// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.ration.Quota;

/** A refusal with a page of its own. */
@Path("upgrade")
@RequestScoped
public class UpgradeResource {

    // tag::page-quota
    @GET
    @Quota(key = "user", limit = 100, scope = "reports", onExceeded = UpgradePage.class)
    public Response report() {
        return Response.ok("…").build();
    }
    // end::page-quota
}
