// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * A charge was refused: 429 with {@code Retry-After}, or without it where waiting does not help.
 *
 * <p>Its response has status and headers but no entity, so that an application's own {@code ExceptionMapper} applies;
 * without one, Ration writes a problem body. EJB callers see the exception itself; their transaction is rolled back.
 */
@ApplicationException(rollback = true)
public class QuotaExceededException extends AnsweredException {

    private static final long serialVersionUID = 1L;

    private final QuotaDecision decision;

    /**
     * An exception for a refusal.
     *
     * @param decision the refusal
     * @throws IllegalArgumentException if the decision is not a refusal
     */
    public QuotaExceededException(QuotaDecision decision) {
        this(decision, response(decision));
    }

    /**
     * An exception that carries a response of the application's own.
     *
     * @param decision the refusal
     * @param response the response to the client
     * @throws IllegalArgumentException if the decision is not a refusal
     */
    public QuotaExceededException(QuotaDecision decision, Response response) {
        super(message(decision), null, response);
        this.decision = decision;
    }

    /**
     * The refusal.
     *
     * @return the decision, never allowed
     */
    public QuotaDecision decision() {
        return decision;
    }

    private static Response response(QuotaDecision decision) {
        ResponseParts parts = ResponseParts.own(Response.Status.TOO_MANY_REQUESTS);
        decision.retryAfter().ifPresent(wait -> parts.with(HttpHeaders.RETRY_AFTER, retryAfterSeconds(wait)));
        return parts.response();
    }

    private static long retryAfterSeconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private static String message(QuotaDecision decision) {
        if (decision.allowed()) {
            throw new IllegalArgumentException("the decision allows the charge; there is nothing to refuse");
        }
        return decision.violated().stream()
                .map(quota -> "quota " + quota.policyName()
                        + (decision.tooManyHolds() ? " has too many open holds: " : " has no room: ") + quota.used()
                        + " of " + quota.limit()
                        + " units used, " + (quota.reserved() > 0 ? quota.reserved() + " held, " : "")
                        + (quota.resets() ? "resets at " + quota.resetAt() : "never resets"))
                .collect(Collectors.joining("; ", decision.neverFits() ? "the cost is above a limit; " : "", ""));
    }

    /** An expected answer: it has no stack trace, which would cost more than the decision. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
