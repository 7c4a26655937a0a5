// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a {@link Conflict}. */
@Provider
public class ConflictMapper implements ExceptionMapper<Conflict> {

    @Override
    public Response toResponse(Conflict conflict) {
        return Response.status(409).entity("conflict").build();
    }
}
