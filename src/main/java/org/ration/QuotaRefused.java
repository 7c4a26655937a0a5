// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;

/**
 * The event that a quota refused a charge, of which nothing was counted. One is fired for each quota that refuses.
 * Observed like {@link QuotaCharged}.
 *
 * <p>JSON-B writes it as an object with a member for each accessor; without {@code resetAt} if the window never
 * ends.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaRefused extends ChargeEvent {

    private static final long serialVersionUID = 1L;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which does not contain the key
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param cost the units wanted
     * @param used units used
     * @param limit the limit that was applied
     * @param resetAt the first instant after the window
     * @param at when it was decided, by the clock of the node
     */
    public QuotaRefused(String account, String policy, long cost, long used, long limit, Instant resetAt, Instant at) {
        super(account, policy, cost, used, limit, resetAt, at);
    }
}
