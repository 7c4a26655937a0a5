// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.ration.Quota;

/** Calls that end on the thread of their request. */
@Path("endings")
@RequestScoped
public class EndingResource {

    @GET
    @Path("value")
    @Quota(key = "global:value", limit = 1000, cost = 10, scope = "value", settleBy = Told.class)
    public String value() {
        return "done";
    }

    @HEAD
    @Path("head")
    @Quota(key = "global:head", limit = 1000, cost = 10, scope = "head", settleBy = Told.class)
    public String head() {
        return "done";
    }

    @GET
    @Path("nothing")
    @Quota(key = "global:nothing", limit = 1000, cost = 10, scope = "nothing", settleBy = Told.class)
    public void nothing() {
        // 204
    }

    @GET
    @Path("response")
    @Quota(key = "global:response", limit = 1000, cost = 10, scope = "response", settleBy = Told.class)
    public Response response() {
        return Response.status(404).entity("not found").build();
    }

    @GET
    @Path("bare")
    @Quota(key = "global:bare", limit = 1000, cost = 10, scope = "bare", settleBy = Told.class)
    public Response bare() {
        return Response.status(410).build();
    }

    @GET
    @Path("mapped")
    @Quota(key = "global:mapped", limit = 1000, cost = 10, scope = "mapped", settleBy = Told.class)
    public String mapped() {
        throw new Conflict();
    }

    @GET
    @Path("unmapped")
    @Quota(key = "global:unmapped", limit = 1000, cost = 10, scope = "unmapped", settleBy = Told.class)
    public String unmapped() {
        throw new UnsupportedOperationException("the test wants it");
    }

    @GET
    @Path("gone")
    @Quota(key = "global:gone", limit = 1000, cost = 10, scope = "gone", settleBy = Told.class)
    public String gone() {
        throw new WebApplicationException(Response.status(410).build());
    }

    @GET
    @Path("redirect")
    @Quota(key = "global:redirect", limit = 1000, cost = 10, scope = "redirect", settleBy = Told.class)
    public String redirect() {
        throw new RedirectionException(303, URI.create("api/endings/value"));
    }

    @GET
    @Path("unwritable")
    @Quota(key = "global:unwritable", limit = 1000, cost = 10, scope = "unwritable", settleBy = Told.class)
    public Response unwritable() {
        return Response.ok(new Thread("no body writer takes it"), "application/x-thread")
                .build();
    }
}
