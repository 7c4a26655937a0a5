// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import org.ration.Quota;

/** A bean with quotas, in use as a sub-resource and behind a resource. */
@RequestScoped
public class Counted {

    @GET
    @Quota(key = "global:counted", limit = 100, period = "day", scope = "counted")
    public String counted() {
        return "counted";
    }

    @Quota(key = "global:closed", limit = 0, period = "day", scope = "closed")
    public String closed() {
        return "never";
    }

    @Quota(key = "global:shut", limit = 0, period = "day", scope = "shut")
    public String shut() {
        return "never";
    }
}
