// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Has the simple name of an EJB of Ration's. */
@Path("names")
@Stateless
public class NewTransaction {

    @EJB
    private LedgerStartup startup;

    @GET
    public String name() {
        return startup.name();
    }
}
