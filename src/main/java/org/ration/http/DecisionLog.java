// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;

/** The decisions of one request. Safe for use by many threads. */
final class DecisionLog {

    private final List<QuotaDecision> decisions = new ArrayList<>();
    private @Nullable QuotaDecision deciding;

    /**
     * Takes note of a decision.
     *
     * @param decision the decision
     * @return whether it is the one that matters now
     */
    synchronized boolean add(QuotaDecision decision) {
        decisions.add(decision);
        boolean matters = deciding == null || deciding.allowed() || !decision.allowed();
        if (matters) {
            deciding = decision;
        }
        return matters;
    }

    /**
     * Whether an exception is a refusal that was not decided on the request's thread, or was decided in code.
     *
     * @param answer the exception that the response comes from
     * @return the refusal; empty if it is known, or the exception is another
     */
    synchronized Optional<QuotaDecision> unknownRefusal(WebApplicationException answer) {
        return answer instanceof QuotaExceededException refusal && !decisions.contains(refusal.decision())
                ? Optional.of(refusal.decision())
                : Optional.empty();
    }

    /**
     * All decisions.
     *
     * @return the decisions in their order
     */
    synchronized List<QuotaDecision> all() {
        return List.copyOf(decisions);
    }

    /**
     * The decision that matters: the last refusal, else the last.
     *
     * @return the decision; empty if there was none
     */
    synchronized Optional<QuotaDecision> deciding() {
        return Optional.ofNullable(deciding);
    }
}
