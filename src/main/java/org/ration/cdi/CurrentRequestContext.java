// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import org.ration.container.ContainerCaller;

/** Finds the context of the call that this thread makes: that of its request, or that of a call outside HTTP. */
@ApplicationScoped
public class CurrentRequestContext {

    private final RequestContextHolder request;
    private final RequestContext outside;

    /** For the client proxy. */
    protected CurrentRequestContext() {
        this(null, null);
    }

    @Inject
    CurrentRequestContext(RequestContextHolder request, ContainerCaller caller) {
        this.request = request;
        this.outside = new NoRequestContext(() -> caller.name());
    }

    /**
     * The context of the current call.
     *
     * @return the context of the HTTP request on whose thread the call is made, be it of JAX-RS or of a servlet;
     *     otherwise one that knows only the caller
     */
    RequestContext get() {
        try {
            return request.context().orElse(outside);
        } catch (ContextNotActiveException noRequest) {
            return outside;
        }
    }
}
