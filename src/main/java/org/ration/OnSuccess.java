// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ws.rs.WebApplicationException;
import java.util.OptionalLong;

/**
 * Counts a call only if it succeeds: if it ends without a failure, and with a status below 400. A redirect that is
 * thrown is not a failure.
 */
public final class OnSuccess implements QuotaSettlement {

    private static final int FIRST_ERROR = 400;

    /** For the container. */
    public OnSuccess() {}

    @Override
    public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
        return OptionalLong.of(succeeded(outcome) ? outcome.heldUnits() : 0);
    }

    private static boolean succeeded(QuotaOutcome outcome) {
        return outcome.failure().map(OnSuccess::isAnswer).orElse(true)
                && outcome.status().orElse(0) < FIRST_ERROR;
    }

    private static boolean isAnswer(Throwable failure) {
        return failure instanceof WebApplicationException answer
                && answer.getResponse().getStatus() < FIRST_ERROR;
    }
}
