// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** What settlements were told. */
@Path("told/{scope}")
@ApplicationScoped
public class ToldResource {

    @Inject
    private Told told;

    @GET
    public String told(@PathParam("scope") String scope) {
        return told.of(scope);
    }
}
