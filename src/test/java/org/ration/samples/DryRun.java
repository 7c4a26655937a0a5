// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** A quota that counts and does not refuse. */
@Path("dry-run")
@RequestScoped
public class DryRun {

    // tag::dry-run
    @GET
    @Quota(key = "user", limit = 500, period = "day", block = false)
    public String search() {
        return "…";
    }
    // end::dry-run
}
