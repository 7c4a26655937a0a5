// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import org.ration.Quota;

/** A quota in bytes. */
@Path("bytes")
@RequestScoped
public class UploadResource {

    // tag::bytes-quota
    @POST
    @Quota(key = "user", limit = 5_000_000_000L, scope = "bytes", costBy = UploadedBytes.class)
    public void upload(InputStream document) {
        // …
    }
    // end::bytes-quota
}
