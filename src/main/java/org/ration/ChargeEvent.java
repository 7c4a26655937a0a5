// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.time.Instant;
import java.util.Objects;

/** The event that a charge was decided: what {@link QuotaCharged} and {@link QuotaRefused} have in common. */
abstract class ChargeEvent extends Result {

    private static final long serialVersionUID = 1L;

    private final String account;
    private final String policy;
    private final long cost;
    private final long used;
    private final long limit;
    private final Instant resetAt;
    private final Instant at;

    ChargeEvent(String account, String policy, long cost, long used, long limit, Instant resetAt, Instant at) {
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.cost = cost;
        this.used = used;
        this.limit = limit;
        this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
        this.at = Objects.requireNonNull(at, "at");
    }

    /**
     * {@return the account's id, which does not contain the key; {@code QuotaAdministration.account} of
     * {@code org.ration.admin} finds the account by it}
     */
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

    /**
     * {@return units used: with those of the charge, if it was taken; above the limit where the quota does not block}
     */
    public long used() {
        return used;
    }

    /** {@return the limit that was applied} */
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
    final Members state() {
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
    final Members json() {
        return resetAt.equals(QuotaPeriod.NEVER) ? state().without("resetAt") : state();
    }
}
