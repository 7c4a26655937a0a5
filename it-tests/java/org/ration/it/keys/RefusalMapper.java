// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.ration.QuotaExceededException;

/** The application's own words for a refusal. */
@Provider
public class RefusalMapper implements ExceptionMapper<QuotaExceededException> {

    @Override
    public Response toResponse(QuotaExceededException refused) {
        return Response.status(Response.Status.TOO_MANY_REQUESTS)
                .type("text/plain")
                .entity("mine: " + refused.decision().usage().policyName())
                .build();
    }
}
