// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/**
 * The event that a call passes although its charge could not be counted because the database does not answer: with the
 * setting {@code ration.when-store-fails=pass}, or where none of the call's quotas blocks. One is fired for each quota
 * of the call. One is fired, too, for each quota of a call that was allowed and whose units could not be settled.
 * Whether the units were counted is unknown at worst, where the answer to a commit was lost. Observed like
 * {@link QuotaCharged}.
 *
 * <p>JSON-B writes it as an object with a member for each accessor.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaUncounted extends Result {

    private static final long serialVersionUID = 1L;

    private final String account;
    private final String policy;
    private final long cost;
    private final Instant at;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which does not contain the key; there may be no such account yet
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param cost the units wanted
     * @param at when, by the clock of the node
     */
    public QuotaUncounted(String account, String policy, long cost, Instant at) {
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.cost = cost;
        this.at = Objects.requireNonNull(at, "at");
    }

    /** {@return the account's id, which does not contain the key; there may be no such account yet} */
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

    /** {@return when, by the clock of the node} */
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
