// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/**
 * The event that a quota refused a charge, of which nothing was counted. One is fired for each quota that refuses. Observed
 * like {@link QuotaCharged}.
 *
 * <p>JSON-B writes it as an object with a member for each accessor; without {@code resetAt} if the window never
 * ends.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaRefused extends Result {

    private static final long serialVersionUID = 1L;

    private final String account;
    private final String policy;
    private final long cost;
    private final long used;
    private final long limit;
    private final Instant resetAt;
    private final Instant at;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which tells no key
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param cost the units wanted
     * @param used units used
     * @param limit the limit in force
     * @param resetAt the first instant after the window
     * @param at when it was decided, by the clock of the node
     */
    public QuotaRefused(String account, String policy, long cost, long used, long limit, Instant resetAt, Instant at) {
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.cost = cost;
        this.used = used;
        this.limit = limit;
        this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
        this.at = Objects.requireNonNull(at, "at");
    }

    /** {@return the account's id, which tells no key} */
    public String account() {
        return account;
    }

    /** {@return the name of the policy, as {@link QuotaPolicy#name}} */
    public String policy() {
        return policy;
    }

    /** {@return the units wanted} */
    public long cost() {
        return cost;
    }

    /** {@return units used} */
    public long used() {
        return used;
    }

    /** {@return the limit in force} */
    public long limit() {
        return limit;
    }

    /** {@return the first instant after the window; {@link QuotaPeriod#NEVER} if it never ends} */
    public Instant resetAt() {
        return resetAt;
    }

    /** {@return when it was decided, by the clock of the node} */
    public Instant at() {
        return at;
    }

    @Override
    Members state() {
        return new Members()
                .with("account", account)
                .with("policy", policy)
                .with("cost", cost)
                .with("used", used)
                .with("limit", limit)
                .with("resetAt", resetAt)
                .with("at", at);
    }

    @Override
    Members json() {
        return resetAt.equals(QuotaPeriod.NEVER) ? state().without("resetAt") : state();
    }
}
