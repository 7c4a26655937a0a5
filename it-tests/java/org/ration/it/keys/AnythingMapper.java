// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Sees every exception, and has an answer of its own for those of one path. */
@Provider
public class AnythingMapper implements ExceptionMapper<WebApplicationException> {

    @Context
    private UriInfo uri;

    @Override
    public Response toResponse(WebApplicationException exception) {
        return uri.getPath().endsWith("user")
                ? Response.status(exception.getResponse().getStatus())
                        .type("text/plain")
                        .entity("log in first")
                        .build()
                : exception.getResponse();
    }
}
