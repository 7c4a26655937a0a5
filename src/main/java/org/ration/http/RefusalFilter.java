// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.cdi.RequestContextHolder;
import org.ration.key.ClientAddress;

/**
 * The edge of requests that are not those of JAX-RS, before all filters of the application: gives calls their context, and
 * answers a refusal that reaches the container as JAX-RS would, with status, headers and problem body.
 */
final class RefusalFilter implements Filter {

    private static final Logger LOG = System.getLogger("org.ration");

    private static final int MAX_WRAPPERS = 20;

    private final RequestContextHolder current;
    private final ClientAddress clientAddress;
    private final RateLimitHeaders headers;
    private final RetryAfter retryAfter;

    RefusalFilter(
            RequestContextHolder current,
            ClientAddress clientAddress,
            RateLimitHeaders headers,
            RetryAfter retryAfter) {
        this.current = current;
        this.clientAddress = clientAddress;
        this.headers = headers;
        this.retryAfter = retryAfter;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            filter(http, answer, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletRequestContext context = new ServletRequestContext(request, response, clientAddress, headers);
        begin(context);
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException thrown) {
            Optional<WebApplicationException> own = ownException(thrown);
            if (own.isEmpty() || response.isCommitted()) {
                own.ifPresent(lost -> LOG.log(
                        INFO, "the response had begun when a quota refused the request: {0}", lost.getMessage()));
                throw thrown;
            }
            response.resetBuffer();
            context.answered(own.get());
            answer(own.get(), response);
        }
    }

    private void begin(ServletRequestContext context) {
        try {
            current.begin(context);
        } catch (ContextNotActiveException withoutCdi) {
            LOG.log(Logger.Level.DEBUG, "a request has no request scope", withoutCdi);
        }
    }

    /** Containers wrap what servlets and pages throw. What the application wraps itself, it has answered itself. */
    private static Optional<WebApplicationException> ownException(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_WRAPPERS && cause != null; i++) {
            if (cause instanceof WebApplicationException answer
                    && ProblemBody.of(answer).isPresent()) {
                return Optional.of(answer);
            }
            cause = isWrapper(cause) ? cause.getCause() : null;
        }
        return Optional.empty();
    }

    private static boolean isWrapper(Throwable thrown) {
        String name = thrown.getClass().getName();
        return name.startsWith("jakarta.") || name.startsWith("java.");
    }

    private void answer(WebApplicationException exception, HttpServletResponse response) throws IOException {
        Response standard = exception.getResponse();
        response.setStatus(standard.getStatus());
        MultivaluedMap<String, Object> values = new MultivaluedHashMap<>();
        standard.getStringHeaders().forEach((name, value) -> values.add(name, String.join(", ", value)));
        retryAfter.bound(values);
        values.forEach((name, value) -> response.setHeader(name, value.get(0).toString()));
        Object entity = standard.getEntity();
        if (entity instanceof String text) {
            write(text, String.valueOf(standard.getMediaType()), response);
        } else {
            write(ProblemBody.of(exception).orElseThrow(), ProblemBody.MEDIA_TYPE.toString(), response);
        }
    }

    private static void write(String body, @Nullable String type, HttpServletResponse response) throws IOException {
        response.setContentType(type);
        byte[] bytes = body.getBytes(UTF_8);
        try {
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        } catch (IllegalStateException writerInUse) {
            response.setContentLengthLong(-1);
            response.getWriter().write(ascii(body));
        }
    }

    /** A writer has the encoding that the application gave it, which JSON does not have. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c < 128 ? Character.toString(c) : String.format("\\u%04x", c))
                .collect(joining());
    }
}
