// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.lang.System.Logger.Level.INFO;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.Optional;
import java.util.stream.Stream;
import org.ration.cdi.RequestContextHolder;
import org.ration.key.ClientAddress;
import org.ration.log.OneLine;

/**
 * The edge of requests that are not those of JAX-RS, before all filters of the application: gives calls their context,
 * and answers a refusal that reaches the container as JAX-RS would, with status, headers and problem body.
 * Ends calls that hold units with their request.
 */
final class RefusalFilter implements Filter {

    private static final Logger LOG = System.getLogger("org.ration");

    private static final int MAX_WRAPPERS = 20;

    private final RequestContextHolder current;
    private final ClientAddress clientAddress;
    private final RateLimitHeaders headers;
    private final ProblemAnswer problems;

    RefusalFilter(
            RequestContextHolder current,
            ClientAddress clientAddress,
            RateLimitHeaders headers,
            ProblemAnswer problems) {
        this.current = current;
        this.clientAddress = clientAddress;
        this.headers = headers;
        this.problems = problems;
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
        OpenCalls calls = OpenCalls.of(request, response);
        try {
            answer(request, response, chain);
        } catch (Throwable thrown) { // also checked ones, as interceptors throw them past the compiler
            calls.endWith(thrown);
            throw thrown;
        }
        calls.endWith(request);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletRequestContext context = new ServletRequestContext(request, response, clientAddress, headers);
        begin(context);
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException thrown) {
            Optional<WebApplicationException> own = ownException(thrown);
            if (own.isEmpty() || response.isCommitted()) {
                own.ifPresent(lost -> LOG.log(
                        INFO,
                        "the response had begun when a quota refused the request: {0}",
                        OneLine.of(lost.getMessage())));
                throw thrown;
            }
            response.resetBuffer();
            context.answered(own.get());
            problems.write(own.get(), response);
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

    /**
     * A specification's class, or one of the server's own, as that of MyFaces 4.0 in Open Liberty 26.0.0.3:
     * {@code OutsideJaxRsContract.aRefusedActionOfAPageAnswersAsAResourceDoes}.
     */
    private static boolean isWrapper(Throwable thrown) {
        Class<?> type = thrown.getClass();
        String name = type.getName();
        return name.startsWith("jakarta.")
                || name.startsWith("java.")
                || thrown instanceof ServletException // JasperException, which an application may bring
                || isOfPages(type)
                || !AnswerMapper.isOfApplication(type);
    }

    /** By name, since a runtime can be without pages. */
    private static boolean isOfPages(Class<?> type) {
        return Stream.<Class<?>>iterate(type, any -> any != null, Class::getSuperclass)
                .anyMatch(any -> any.getName().startsWith("jakarta.servlet.jsp.")
                        || any.getName().startsWith("jakarta.el."));
    }
}
