package org.ration.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import org.ration.cdi.RequestContextHolder;
import org.ration.key.ClientAddress;

/** Fills the facts of a request, before its resource is found: sub-resource locators may have quotas, too. */
@PreMatching
final class RequestFilter implements ContainerRequestFilter {

    private final RequestContextHolder current;
    private final ClientAddress clientAddress;

    @Context
    private HttpServletRequest servletRequest;

    RequestFilter(RequestContextHolder current, ClientAddress clientAddress) {
        this.current = current;
        this.clientAddress = clientAddress;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        current.begin(new JaxRsRequestContext(request, servletRequest.getRemoteAddr(), clientAddress));
    }
}
