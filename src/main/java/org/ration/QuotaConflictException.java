// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * An id was used before for another list of charges: 409. Nothing has been charged.
 *
 * <p>Its response has a status but no entity, so that an application's own {@code ExceptionMapper} is asked; without
 * one, Ration writes a problem body of the type {@code urn:ration:problem:id-reused}. EJB callers see the exception
 * itself; their transaction is rolled back.
 */
@ApplicationException(rollback = true)
public class QuotaConflictException extends AnsweredException {

    private static final long serialVersionUID = 1L;

    /** An exception that does not show the id, which may be a secret. */
    public QuotaConflictException() {
        super(
                "the id was used for other charges, or other units; use one id for one list of charges",
                null,
                ResponseParts.own(Response.Status.CONFLICT).response());
    }

    /** An expected answer: it has no stack trace, which would cost more than the decision. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
