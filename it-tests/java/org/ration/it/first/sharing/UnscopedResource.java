// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first.sharing;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Is no bean, and declares the counters of another application with another limit. */
@Path("shared")
public class UnscopedResource {

    @GET
    @Quota(key = "ip", limit = 11, scope = "first")
    public String shared() {
        return "shared";
    }
}
