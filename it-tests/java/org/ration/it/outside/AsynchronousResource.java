// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import org.ration.Quota;

@Path("asynchronous")
@Stateless
public class AsynchronousResource {

    @GET
    @Asynchronous
    @Quota(key = "global:asynchronous", limit = 2)
    public void get(@Suspended AsyncResponse response) {
        response.resume("done");
    }
}
