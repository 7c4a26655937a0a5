// SPDX-License-Identifier: Apache-2.0
package org.ration.it.quiet;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** A resource without a scope. */
@Path("quiet/unscoped")
public class UnscopedResource {

    @GET
    @Quota(key = "global:quiet", limit = 0, scope = "unscoped")
    public String refused() {
        return "never";
    }
}
