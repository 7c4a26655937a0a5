// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import org.ration.Quota;

/** An EJB that is a resource. */
@Path("ejb")
@Stateless
public class EjbEndingResource {

    @GET
    @Path("mapped")
    @Quota(key = "global:ejb-mapped", limit = 1000, cost = 10, scope = "ejb-mapped", settleBy = Told.class)
    public String mapped() {
        throw new jakarta.ws.rs.NotFoundException();
    }

    /** Without a quota. */
    @GET
    @Path("unlimited")
    public String unlimited() {
        throw new jakarta.ws.rs.NotFoundException();
    }

    @GET
    @Path("asynchronous")
    @Asynchronous
    @Quota(key = "global:ejb-async", limit = 1000, cost = 10, scope = "ejb-async", settleBy = Told.class)
    public void asynchronous(@Suspended AsyncResponse response) {
        response.resume("done");
    }

    @GET
    @Path("failed-asynchronous")
    @Asynchronous
    @Quota(key = "global:ejb-failed", limit = 1000, cost = 10, scope = "ejb-failed", settleBy = Told.class)
    public void failedAsynchronous(@Suspended AsyncResponse response) {
        response.resume(new Conflict());
    }
}
