// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.ration.Quota;

/** One quota for all users of a tenant. */
@Path("tenant")
@RequestScoped
public class TenantResource {

    // tag::tenant-quota
    @GET
    @Quota(keyBy = TenantKey.class, limit = 1_000_000, scope = "tenant")
    public String orders() {
        return "…";
    }
    // end::tenant-quota
}
