// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the context of the current HTTP request for the calls that are made on its thread. */
@RequestScoped
public class RequestContextHolder {

    private @Nullable RequestContext context;

    /**
     * Begins a request.
     *
     * @param newContext the context of the request
     */
    public void begin(RequestContext newContext) {
        context = newContext;
    }

    /**
     * The context of the request.
     *
     * @return the context; empty in a request scope that does not belong to an HTTP request
     */
    Optional<RequestContext> context() {
        return Optional.ofNullable(context);
    }
}
