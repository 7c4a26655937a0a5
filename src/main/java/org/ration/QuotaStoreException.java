// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The database could not answer: 503.
 *
 * <p>Nothing has been charged, and {@code Retry-After} says when to retry, unless the {@linkplain #outcomeUnknown()
 * outcome is unknown}. Its response has no entity, so that an application's own {@code ExceptionMapper} applies;
 * without one, Ration writes a problem body. EJB callers see the exception itself; their transaction is rolled back.
 */
@ApplicationException(rollback = true)
public class QuotaStoreException extends AnsweredException {

    private static final long serialVersionUID = 1L;

    private static final int RETRY_AFTER_SECONDS = 5;

    /** Whether the charge may have been made. */
    private final boolean outcomeUnknown;

    private QuotaStoreException(String message, Throwable cause, ResponseParts answer, boolean outcomeUnknown) {
        super(message, cause, answer.response());
        this.outcomeUnknown = outcomeUnknown;
    }

    /**
     * The charge failed, and nothing has been charged.
     *
     * @param message what failed; shown in logs, not to clients
     * @param cause the fault, kept; may be null
     * @return the exception
     */
    public static QuotaStoreException notCharged(String message, @Nullable Throwable cause) {
        ResponseParts answer = unavailable().with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return new QuotaStoreException(message, cause, answer, false);
    }

    /**
     * The answer to the commit was lost: the charge has been made in full, or not at all.
     *
     * @param message what failed; shown in logs, not to clients
     * @param cause the fault, kept; may be null
     * @return the exception
     */
    public static QuotaStoreException unknown(String message, @Nullable Throwable cause) {
        return new QuotaStoreException(message, cause, unavailable(), true);
    }

    /**
     * Whether the charge may have been made: the reply to the commit was lost.
     *
     * @return false if nothing has been charged for certain
     */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    private static ResponseParts unavailable() {
        return ResponseParts.own(Response.Status.SERVICE_UNAVAILABLE);
    }
}
