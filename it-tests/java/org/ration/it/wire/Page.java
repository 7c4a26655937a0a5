// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ws.rs.core.Response;
import org.ration.QuotaCall;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededHandler;

/** An answer of the application's own, without a header. */
public class Page implements QuotaExceededHandler {

    @Override
    public Response handle(QuotaCall call, QuotaDecision decision) {
        String page = "%s of %s is used up"
                .formatted(decision.usage().policyName(), call.method().getName());
        return Response.status(Response.Status.TOO_MANY_REQUESTS)
                .type("text/plain")
                .entity(page)
                .build();
    }
}
