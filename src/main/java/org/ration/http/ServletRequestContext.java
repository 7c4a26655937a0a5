// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.security.Principal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ration.QuotaDecision;
import org.ration.QuotaKeyException;
import org.ration.cdi.OpenCall;
import org.ration.cdi.RequestContext;
import org.ration.key.ClientAddress;

/**
 * The context of a request that JAX-RS has not taken: of a servlet, a filter, a page, and of the beans that they call.
 * The {@code RateLimit} headers are set as soon as a quota is decided, since the beginning of the response is not known
 * in advance.
 */
final class ServletRequestContext implements RequestContext {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ClientAddress clientAddress;
    private final RateLimitHeaders headers;
    private final DecisionLog decisions = new DecisionLog();
    private final Set<String> written = new HashSet<>();

    ServletRequestContext(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientAddress clientAddress,
            RateLimitHeaders headers) {
        this.request = request;
        this.response = response;
        this.clientAddress = clientAddress;
        this.headers = headers;
    }

    @Override
    public Optional<String> user() {
        return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
    }

    @Override
    public Optional<String> address() {
        List<String> lines = Collections.list(request.getHeaders(clientAddress.forwardedHeader()));
        return Optional.of(clientAddress.of(request.getRemoteAddr(), lines));
    }

    @Override
    public Optional<String> httpMethod() {
        return Optional.of(request.getMethod());
    }

    @Override
    public Optional<String> requestPath() {
        String rest = request.getPathInfo();
        String path = request.getServletPath() + (rest == null ? "" : rest);
        return Optional.of(path.startsWith("/") ? path : "/" + path);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** Of the query alone: {@code getParameter} would read a form, which the application may want to read itself. */
    @Override
    public Optional<String> parameter(String name) {
        String query = request.getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            String found = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && decode(found).equals(name)) {
                return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException notDecodable) {
            throw QuotaKeyException.badRequest("the query of the request cannot be decoded");
        }
    }

    @Override
    public Optional<String> pathParameter(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(request.getAttribute(name));
    }

    @Override
    public synchronized void decided(QuotaDecision decision) {
        if (decisions.add(decision)) {
            request.setAttribute(JaxRsRequestContext.DECISION, decision);
        }
        if (!response.isCommitted()) {
            writeHeaders();
        }
    }

    /** The method of a servlet or a filter, which the container calls. */
    @Override
    public boolean answers(Class<?> target, Method called, OpenCall call) {
        Class<?> type = called.getDeclaringClass();
        boolean answers = Servlet.class.isAssignableFrom(type) || Filter.class.isAssignableFrom(type);
        return answers && OpenCalls.add(call, request::getAttribute);
    }

    /**
     * Begins the answer to a refusal. It may have been decided in code, and Jakarta Faces resets the response when it
     * fails.
     *
     * @param answer the exception that the response comes from
     */
    synchronized void answered(WebApplicationException answer) {
        decisions.unknownRefusal(answer).ifPresent(this::decided);
        writeHeaders();
    }

    private void writeHeaders() {
        MultivaluedMap<String, Object> values = new MultivaluedHashMap<>();
        decisions.deciding().ifPresent(deciding -> headers.write(decisions.all(), deciding, values));
        values.forEach((name, value) -> {
            if (!response.containsHeader(name) || written.contains(name)) {
                response.setHeader(name, value.get(0).toString());
                written.add(name);
            }
        });
    }
}
