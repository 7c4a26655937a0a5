// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaOutcome;

/**
 * How a call ended.
 *
 * @param result what it answered
 * @param failure why it failed
 * @param status the status of the response
 * @param holdId the id of what it holds
 * @param heldUnits what one of its quotas holds
 */
record Outcome(Optional<Object> result, Optional<Throwable> failure, OptionalInt status, String holdId, long heldUnits)
        implements QuotaOutcome {

    private static final int FIRST_FAILURE = 400;

    /**
     * The outcome of a call. A response that is thrown, such as a redirect, is not a failure; one that is returned or
     * thrown has a status.
     *
     * @param result what it returned; null for nothing
     * @param thrown what it threw, or what its stage completed with; null for nothing
     * @param status the status of the response that was made of it; 0 where none was
     * @param holdId the id of what it holds
     * @return the outcome
     */
    static Outcome of(@Nullable Object result, @Nullable Throwable thrown, int status, String holdId) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        Response response = response(result, failure);
        int known = status == 0 && response != null ? response.getStatus() : status;
        boolean answers = failure instanceof WebApplicationException && known < FIRST_FAILURE;
        return new Outcome(
                Optional.ofNullable(answers ? response : failure == null ? result : null),
                Optional.ofNullable(answers ? null : failure),
                known == 0 ? OptionalInt.empty() : OptionalInt.of(known),
                holdId,
                0);
    }

    /**
     * This outcome for one of the call's quotas.
     *
     * @param units what that quota holds
     * @return the same outcome
     */
    Outcome holding(long units) {
        return new Outcome(result, failure, status, holdId, units);
    }

    private static @Nullable Response response(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null) {
            return failure instanceof WebApplicationException answer ? answer.getResponse() : null;
        }
        return result instanceof Response response ? response : null;
    }
}
