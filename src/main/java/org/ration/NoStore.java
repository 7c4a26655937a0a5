// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code no-store} of an exception's response, which leads back to the exception. The HTTP edge thus finds the
 * exception of a response that no {@code ExceptionMapper} of the application has replaced, on whatever thread.
 *
 * <p>A header, because JAX-RS keeps the objects of headers until it writes them. It does not keep the objects of
 * statuses: RESTEasy 6.2.15 makes a new one of the code and the phrase ({@code ResponseFilterTest} does so, too).
 */
final class NoStore implements Supplier<WebApplicationException> {

    private volatile @Nullable WebApplicationException exception;

    /** Sets the header on a response. */
    static Response.ResponseBuilder on(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, null).header(HttpHeaders.CACHE_CONTROL, new NoStore());
    }

    /** Whether a response has the header. */
    static boolean isOf(Response response) {
        return response.getHeaders().getFirst(HttpHeaders.CACHE_CONTROL) instanceof NoStore;
    }

    /** Leads back from the response of an exception to the exception. */
    static void link(WebApplicationException exception) {
        if (exception.getResponse().getHeaders().getFirst(HttpHeaders.CACHE_CONTROL) instanceof NoStore link) {
            link.exception = exception;
        }
    }

    @Override
    public WebApplicationException get() {
        return exception;
    }

    @Override
    public String toString() {
        return "no-store";
    }
}
