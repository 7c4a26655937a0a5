// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** Finds sub-resources in every way there is. */
@Path("subs")
@RequestScoped
public class SubResources {

    @Inject
    private Counted counted;

    @Path("locator")
    @Quota(key = "global:locator", limit = 2, period = "day", scope = "locator")
    public Leaf locator() {
        return new Leaf();
    }

    @Path("injected")
    public Counted injected() {
        return counted;
    }

    @Path("class")
    public Class<Counted> type() {
        return Counted.class;
    }

    @Path("made")
    public Counted made() {
        return new Counted();
    }

    /** No bean, and without a quota of its own. */
    public static class Leaf {

        @GET
        public String leaf() {
            return "leaf";
        }
    }
}
