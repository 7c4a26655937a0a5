// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/**
 * The event that a charge was sent again under its id, and answered by the first decision: nothing was charged. One is
 * fired for each quota of the charge. Observed like {@link QuotaCharged}.
 *
 * <p>JSON-B writes it as an object with a member for each accessor.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaReplayed extends Result {

    private static final long serialVersionUID = 1L;

    private final String account;
    private final String policy;
    private final long cost;
    private final Instant at;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which does not contain the key
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param cost the units of the charge
     * @param at when it was first decided, by the clock of the node
     */
    public QuotaReplayed(String account, String policy, long cost, Instant at) {
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.cost = cost;
        this.at = Objects.requireNonNull(at, "at");
    }

    /** {@return the account's id, which does not contain the key} */
    public String account() {
        return account;
    }

    /** {@return the name of the policy, as {@link QuotaPolicy#name}} */
    public String policy() {
        return policy;
    }

    /** {@return the units of the charge} */
    public long cost() {
        return cost;
    }

    /** {@return when it was first decided, by the clock of the node} */
    public Instant at() {
        return at;
    }

    @Override
    Members state() {
        return new Members()
                .with("account", account)
                .with("policy", policy)
                .with("cost", cost)
                .with("at", at);
    }
}
