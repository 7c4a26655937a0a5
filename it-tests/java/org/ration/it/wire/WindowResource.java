// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Windows that are not those of a calendar. */
@Path("windows")
@RequestScoped
public class WindowResource {

    @GET
    @Path("shift")
    @Quota(key = "global:shift", limit = 1, period = "5h", scope = "shift")
    public String shift() {
        return "shift";
    }

    @GET
    @Path("break")
    @Quota(key = "global:break", limit = 1, period = "90min", scope = "break")
    public String aBreak() {
        return "break";
    }

    @GET
    @Path("trial")
    @Quota(key = "global:trial", limit = 1, period = "once", scope = "trial")
    public String trial() {
        return "trial";
    }
}
