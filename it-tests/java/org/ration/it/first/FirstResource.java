// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Counts by address, which only a request has. */
@Path("first")
@RequestScoped
public class FirstResource {

    @GET
    @Quota(key = "ip", limit = 10, scope = "first")
    public String first() {
        return "one of the first";
    }
}
