// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import org.ration.cdi.RequestContextHolder;
import org.ration.key.ClientAddress;

/** Fills the context of a request before its resource is found: sub-resource locators may have quotas, too. */
@PreMatching
final class RequestFilter implements ContainerRequestFilter {

    private final RequestContextHolder current;
    private final ClientAddress clientAddress;
    private final HttpServletRequest servletRequest;

    /**
     * A filter.
     *
     * @param current takes the context of each request
     * @param clientAddress finds the client's address
     * @param servletRequest the request of whichever thread asks. Not a {@code @Context} field: RESTEasy 6.2.15 fills
     *     those of provider instances with the first request, and without a lock ({@code FirstRequestsContract})
     */
    RequestFilter(RequestContextHolder current, ClientAddress clientAddress, HttpServletRequest servletRequest) {
        this.current = current;
        this.clientAddress = clientAddress;
        this.servletRequest = servletRequest;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        current.begin(new JaxRsRequestContext(request, servletRequest.getRemoteAddr(), clientAddress));
    }
}
