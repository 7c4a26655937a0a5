// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** An EJB that is a resource. */
@Path("ejb")
@Stateless
public class EjbResource {

    @GET
    @Quota(key = "global:ejb", limit = 1, period = "day", scope = "ejb")
    public String run() {
        return "ejb";
    }
}
