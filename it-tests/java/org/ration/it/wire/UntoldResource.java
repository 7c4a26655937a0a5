// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;

/** Calls an EJB whose quota cannot be told. */
@Path("untold")
@RequestScoped
public class UntoldResource {

    @EJB
    private Costly costly;

    @GET
    public String untold() {
        try {
            return costly.run();
        } catch (WebApplicationException answer) {
            return "answered with " + answer.getResponse().getStatus();
        }
    }
}
