// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ws.rs.core.Response;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a response, from which it can be made in another process and without a JAX-RS runtime.
 *
 * @param status the status
 * @param reason the reason phrase
 * @param isOwn whether it is Ration's own answer to an exception, so that it leads back to the exception
 * @param headers the headers as text
 * @param entity the entity if it is text, else null
 */
record ResponseParts(
        int status, String reason, boolean isOwn, Map<String, List<String>> headers, @Nullable String entity)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Ration's own answer to an exception, which must not be cached. */
    static ResponseParts own(Response.Status status) {
        ResponseParts parts =
                new ResponseParts(status.getStatusCode(), status.getReasonPhrase(), true, new LinkedHashMap<>(), null);
        return parts.with("Cache-Control", "no-store");
    }

    /** The parts of a response that was already made. */
    static ResponseParts of(Response response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.getStringHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        return new ResponseParts(
                response.getStatus(),
                response.getStatusInfo().getReasonPhrase(),
                NoStore.isOf(response),
                headers,
                response.getEntity() instanceof String text ? text : null);
    }

    /** Adds a header. */
    ResponseParts with(String name, Object value) {
        headers.put(name, new ArrayList<>(List.of(value.toString())));
        return this;
    }

    /** The response: one of the JAX-RS runtime, or a {@link BareResponse} without one. */
    Response response() {
        Response.StatusType statusType = new PlainStatus(status, reason);
        try {
            Response.ResponseBuilder response = Response.status(statusType).entity(entity);
            headers.forEach((name, values) -> values.forEach(value -> response.header(name, value)));
            return (isOwn ? NoStore.on(response) : response).build();
        } catch (RuntimeException | LinkageError | ServiceConfigurationError noRuntime) {
            return new BareResponse(statusType, headers, entity);
        }
    }

    /** A status and its reason phrase. */
    private record PlainStatus(int getStatusCode, String getReasonPhrase) implements Response.StatusType {

        @Override
        public Response.Status.Family getFamily() {
            return Response.Status.Family.familyOf(getStatusCode);
        }
    }
}
