// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * The key of a call cannot be determined: 400, or 401 where the user is missing. Nothing was counted.
 *
 * <p>Its response has a status but no entity, so that an application's own {@code ExceptionMapper} applies; without
 * one, Ration writes a problem body. EJB callers see the exception itself; their transaction is rolled back.
 */
@ApplicationException(rollback = true)
public class QuotaKeyException extends AnsweredException {

    private static final long serialVersionUID = 1L;

    private QuotaKeyException(String message, Response.Status status) {
        super(message, null, ResponseParts.own(status).response());
    }

    /**
     * The request lacks what the key is made of, or it cannot be a key: 400.
     *
     * @param message what is missing; shown to the client, so without values
     * @return the exception
     */
    public static QuotaKeyException badRequest(String message) {
        return new QuotaKeyException(message, Response.Status.BAD_REQUEST);
    }

    /**
     * The key is the user, and there is none: 401. It has no {@code WWW-Authenticate}, since only the application knows
     * its mechanism; an {@code ExceptionMapper} can add it.
     *
     * @return the exception
     */
    public static QuotaKeyException anonymous() {
        return new QuotaKeyException(
                "the quota counts by user, but the caller is anonymous", Response.Status.UNAUTHORIZED);
    }

    /** An expected answer: it has no stack trace, which would cost more than the decision. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
