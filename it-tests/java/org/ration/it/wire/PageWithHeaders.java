// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ws.rs.core.Response;
import org.ration.QuotaCall;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededHandler;

/** An answer of the application's own, with headers of its own. */
public class PageWithHeaders implements QuotaExceededHandler {

    @Override
    public Response handle(QuotaCall call, QuotaDecision decision) {
        return Response.status(Response.Status.PAYMENT_REQUIRED)
                .header("Retry-After", "7")
                .header("Cache-Control", "private")
                .header("RateLimit", "\"mine\";r=0;t=7")
                .entity("pay")
                .build();
    }
}
