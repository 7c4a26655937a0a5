// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaKeyException;
import org.ration.cdi.MatchedMethod;
import org.ration.cdi.OpenCall;
import org.ration.cdi.RequestContext;
import org.ration.key.ClientAddress;

/**
 * The context of one JAX-RS request. They are read when they are asked for, since path parameters and the principal are
 * known only after matching; and kept as a property of the request, where the response's filter finds them whatever
 * thread it runs on.
 */
final class JaxRsRequestContext implements RequestContext {

    private static final String PROPERTY = JaxRsRequestContext.class.getName();

    /** The request attribute that holds the decision of a request. */
    static final String DECISION = QuotaDecision.class.getName();

    private final ContainerRequestContext request;
    private final String peer;
    private final ClientAddress clientAddress;
    private final DecisionLog decisions = new DecisionLog();
    private @Nullable MatchedMethod matched;

    JaxRsRequestContext(ContainerRequestContext request, String peer, ClientAddress clientAddress) {
        this.request = request;
        this.peer = peer;
        this.clientAddress = clientAddress;
        request.setProperty(PROPERTY, this);
    }

    /**
     * The context of a request.
     *
     * @param request the request
     * @return its context; empty if it was ended before Ration's filter
     */
    static Optional<JaxRsRequestContext> of(ContainerRequestContext request) {
        return Optional.ofNullable((JaxRsRequestContext) request.getProperty(PROPERTY));
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(request.getSecurityContext().getUserPrincipal())
                .map(Principal::getName);
    }

    @Override
    public Optional<String> address() {
        List<String> lines = request.getHeaders().getOrDefault(clientAddress.forwardedHeader(), List.of());
        return Optional.of(clientAddress.of(peer, lines));
    }

    @Override
    public Optional<String> httpMethod() {
        return Optional.of(request.getMethod());
    }

    @Override
    public Optional<String> requestPath() {
        String path = request.getUriInfo().getPath();
        return Optional.of(path.startsWith("/") ? path : "/" + path);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().getFirst(name));
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(queryParameters().getFirst(name));
    }

    private MultivaluedMap<String, String> queryParameters() {
        try {
            return request.getUriInfo().getQueryParameters();
        } catch (IllegalArgumentException notDecodable) {
            throw QuotaKeyException.badRequest("the query of the request cannot be decoded");
        }
    }

    @Override
    public Optional<String> pathParameter(String name) {
        return Optional.ofNullable(request.getUriInfo().getPathParameters().getFirst(name));
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(request.getProperty(name));
    }

    @Override
    public synchronized void decided(QuotaDecision decision) {
        if (decisions.add(decision)) {
            request.setProperty(DECISION, decision);
        }
    }

    /**
     * Takes note of the resource method that the request is about to call.
     *
     * @param method the method
     */
    void matched(MatchedMethod method) {
        matched = method;
    }

    /** The first call of the resource method is that of the request; another is one that the application makes. */
    @Override
    public boolean answers(Class<?> target, Method called, OpenCall call) {
        boolean answers = matched != null && matched.isCalled(target, called);
        if (answers) {
            matched = null;
        }
        return answers && OpenCalls.add(call, request::getProperty);
    }

    /**
     * Takes note of a refusal that is the answer of the request but was not decided on its thread, or was decided in
     * code.
     *
     * @param answer the exception that the response comes from
     */
    void answered(WebApplicationException answer) {
        decisions.unknownRefusal(answer).ifPresent(this::decided);
    }

    /**
     * The decisions on declared quotas in this request.
     *
     * @return the decisions in their order
     */
    List<QuotaDecision> decisions() {
        return decisions.all();
    }

    /**
     * The decision that matters: the last refusal, else the last.
     *
     * @return the decision; empty if there was none
     */
    Optional<QuotaDecision> deciding() {
        return decisions.deciding();
    }
}
