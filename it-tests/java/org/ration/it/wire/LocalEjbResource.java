// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** An EJB that is a resource, and has no view but that of its interface. */
@Path("local")
@Stateless
public class LocalEjbResource implements Priced {

    @Override
    @GET
    @Quota(key = "global:local", limit = 1, period = "day", scope = "local")
    public String priced() {
        return "priced";
    }
}
