// SPDX-License-Identifier: Apache-2.0
package org.ration.it.quiet;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ration.Quota;
import org.ration.QuotaStoreException;

/** Every call is answered by Ration in place of the application. */
@Path("quiet")
@RequestScoped
public class QuietResource {

    private static final System.Logger LOG = System.getLogger(QuietResource.class.getName());

    @Inject
    private QuietBean bean;

    @Inject
    private QuietEjb ejb;

    @POST
    @Path("mark")
    public void mark(@QueryParam("text") String text) {
        LOG.log(System.Logger.Level.INFO, text);
    }

    @GET
    @Path("resource")
    @Quota(key = "global:quiet", limit = 0, scope = "resource")
    public String resource() {
        return "never";
    }

    @GET
    @Path("bean")
    public String bean() {
        return bean.refused();
    }

    @GET
    @Path("transactional")
    public String transactional() {
        return bean.transactional();
    }

    @GET
    @Path("ejb")
    public String ejb() {
        return ejb.refused();
    }

    @GET
    @Path("stage")
    @Quota(key = "global:quiet", limit = 0, scope = "stage")
    public CompletionStage<String> stage() {
        return CompletableFuture.completedStage("never");
    }

    @GET
    @Path("suspended")
    @Quota(key = "global:quiet", limit = 0, scope = "suspended")
    public void suspended(@Suspended AsyncResponse response) {
        response.resume("never");
    }

    @GET
    @Path("key")
    @Quota(key = "param:absent", limit = 10, scope = "key")
    public String key() {
        return "never";
    }

    @GET
    @Path("trouble")
    public String trouble() {
        throw QuotaStoreException.notCharged("the database is away", null);
    }
}
