// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status.Family;
import java.lang.System.Logger;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import org.ration.QuotaExceededException;
import org.ration.cdi.ResumedDecision;
import org.ration.log.OneLine;

/**
 * Writes the decision to the response: headers, and the problem body of an answer that is Ration's own and that
 * no {@code ExceptionMapper} of the application has handled. Failures here are logged and do not change the response.
 */
final class ResponseFilter implements ContainerResponseFilter {

    private static final int TOO_MANY_REQUESTS = Response.Status.TOO_MANY_REQUESTS.getStatusCode();
    private static final Logger LOG = System.getLogger("org.ration");

    private final RateLimitHeaders headers;
    private final RetryAfter retryAfter;

    ResponseFilter(RateLimitHeaders headers, RetryAfter retryAfter) {
        this.headers = headers;
        this.retryAfter = retryAfter;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        try {
            Optional<WebApplicationException> made = exception(response);
            Optional<WebApplicationException> own = made.filter(exception -> isAnsweredBy(response, exception));
            JaxRsRequestContext.of(request).ifPresent(facts -> {
                ResumedDecision.current().ifPresent(facts::decided);
                own.ifPresent(facts::answered);
                writeHeaders(facts, response, own.isPresent());
            });
            own.ifPresent(exception -> writeBody(exception, response));
            made.ifPresent(exception -> retryAfter.bound(response.getHeaders()));
        } catch (RuntimeException defect) {
            LOG.log(WARNING, "a decision could not be written to a response", OneLine.of(defect));
        }
    }

    /** The exception of Ration's that the response is made from, by Ration or by a mapper of the application. */
    private static Optional<WebApplicationException> exception(ContainerResponseContext response) {
        return response.getHeaders().getFirst(HttpHeaders.CACHE_CONTROL) instanceof Supplier<?> link
                        && link.get() instanceof WebApplicationException exception
                ? Optional.of(exception)
                : Optional.empty();
    }

    /** Whether it has not been mapped to another response. */
    private static boolean isAnsweredBy(ContainerResponseContext response, WebApplicationException exception) {
        return exception.getResponse().getStatus() == response.getStatus();
    }

    private void writeHeaders(JaxRsRequestContext facts, ContainerResponseContext response, boolean own) {
        Response.Status.Family family = response.getStatusInfo().getFamily();
        facts.deciding().filter(deciding -> family != Family.REDIRECTION).ifPresent(deciding -> {
            headers.write(facts.decisions(), deciding, response.getHeaders());
            if (!deciding.allowed()) {
                if (!own && response.getStatus() == TOO_MANY_REQUESTS) {
                    complete(response.getHeaders(), new QuotaExceededException(deciding).getResponse());
                }
                retryAfter.bound(response.getHeaders());
            }
        });
    }

    /**
     * The application's own answer to a refusal gets the headers that it lacks. By its status, since an application can
     * catch a refusal and fail for another reason.
     */
    private static void complete(MultivaluedMap<String, Object> response, Response standard) {
        standard.getStringHeaders().forEach((name, values) -> response.putIfAbsent(name, new ArrayList<>(values)));
    }

    private static void writeBody(WebApplicationException exception, ContainerResponseContext response) {
        if (!response.hasEntity()) {
            ProblemBody.of(exception)
                    .ifPresent(body -> response.setEntity(body, new Annotation[0], ProblemBody.MEDIA_TYPE));
        }
    }
}
