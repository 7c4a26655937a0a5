// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.ration.Quota;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStoreException;

/** What clients see of quotas. */
@Path("wire")
@RequestScoped
public class WireResource {

    private static final QuotaPolicy IN_CODE =
            QuotaPolicy.of(1, QuotaPeriod.DAY).withScope("code");

    @Inject
    private QuotaRegistry quotas;

    @GET
    @Path("plain")
    @Quota(key = "global:plain", limit = 2, period = "day", scope = "plain")
    public String plain() {
        return "plain";
    }

    @GET
    @Path("several")
    @Quota(key = "global:several", limit = 1, period = "month", scope = "several")
    @Quota(key = "global:several", limit = 5, period = "day", scope = "several")
    @Quota(key = "global:several", limit = 1, period = "week", scope = "several")
    @Quota(key = "global:several", limit = Quota.UNLIMITED, period = "year", scope = "several")
    public String several() {
        return "several";
    }

    @GET
    @Path("expensive")
    @Quota(key = "global:expensive", limit = 3, period = "day", scope = "expensive", cost = 5)
    public String expensive() {
        return "expensive";
    }

    @GET
    @Path("free")
    @Quota(key = "global:free", limit = 0, period = "day", scope = "free", cost = 0)
    public String free() {
        return "free";
    }

    @GET
    @Path("soft")
    @Quota(key = "global:soft", limit = 1, period = "day", scope = "soft", block = false)
    public String soft() {
        return "soft";
    }

    @GET
    @Path("elsewhere")
    @Quota(key = "global:redirect", limit = 100, period = "day", scope = "redirect")
    public Response elsewhere() {
        return Response.seeOther(URI.create("wire/plain")).build();
    }

    @GET
    @Path("unchanged")
    @Quota(key = "global:redirect", limit = 100, period = "day", scope = "redirect")
    public Response unchanged() {
        return Response.notModified().build();
    }

    @GET
    @Path("methods")
    @Quota(key = "global:methods", limit = 2, period = "day", scope = "methods")
    public String methods() {
        return "methods";
    }

    @OPTIONS
    @Path("options")
    @Quota(key = "global:options", limit = 100, period = "day", scope = "options")
    public String options() {
        return "options of my own";
    }

    @GET
    @Path("address")
    @Quota(key = "ip", limit = 100, period = "day", scope = "address")
    public String address() {
        return "address";
    }

    @GET
    @Path("code")
    public String inCode() {
        quotas.consume("global:code", IN_CODE).orThrow();
        return "code";
    }

    @GET
    @Path("trouble")
    public String trouble() {
        throw QuotaStoreException.notCharged("insert into secret_table", null);
    }

    @GET
    @Path("unknown")
    public String unknown() {
        throw QuotaStoreException.unknown("insert into secret_table", null);
    }
}
