// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.ration.QuotaExceededException;

// tag::mapper
@Provider
public class QuotaExceededMapper implements ExceptionMapper<QuotaExceededException> {

    @Override
    public Response toResponse(QuotaExceededException refused) {
        return Response.fromResponse(refused.getResponse()) // the status, Retry-After and Cache-Control
                .type("text/plain")
                .entity("Used up until " + refused.decision().usage().resetAt())
                .build();
    }
}
// end::mapper
