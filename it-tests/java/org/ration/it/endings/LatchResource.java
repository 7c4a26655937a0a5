// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Lets calls go on. */
@Path("latches/{name}")
@ApplicationScoped
public class LatchResource {

    @Inject
    private Latches latches;

    @POST
    public void open(@PathParam("name") String name) {
        latches.open(name);
    }
}
