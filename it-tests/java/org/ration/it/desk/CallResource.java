// SPDX-License-Identifier: Apache-2.0
package org.ration.it.desk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Three calls a month for everybody. */
@Path("calls")
@RequestScoped
public class CallResource {

    @GET
    @Quota(key = "param:who", limit = 3, period = "month", scope = "calls", zone = "Europe/Berlin")
    public String call() {
        return "a call";
    }

    @GET
    @Path("by-key")
    @Quota(key = "header:X-Api-Key", limit = 3, scope = "keys")
    public String byKey() {
        return "a call";
    }

    @GET
    @Path("trial")
    @Quota(key = "param:who", limit = 3, period = "once", scope = "trial")
    public String trial() {
        return "a call";
    }

    @GET
    @Path("shift")
    @Quota(key = "param:who", limit = 3, period = "5h", scope = "shift")
    public String shift() {
        return "a call";
    }

    @GET
    @Path("closed")
    @Quota(key = "param:who", limit = 0, scope = "closed")
    public String closed() {
        return "a call";
    }
}
