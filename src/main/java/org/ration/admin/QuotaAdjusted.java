// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The event that an account has changed other than by a charge: by an operator, or by
 * {@link org.ration.QuotaRegistry#reset} in the application. One is fired for each audit entry, after its commit.
 * Observed like {@link org.ration.QuotaCharged}.
 */
public final class QuotaAdjusted extends AdminResult {

    private final QuotaAct act;
    private final Optional<String> account;
    private final Optional<String> policy;
    private final String by;
    private final OptionalLong before;
    private final OptionalLong after;
    private final Instant at;

    /**
     * Ration makes those that it answers.
     *
     * @param act the act
     * @param account the account's id, which does not reveal the key; empty if the act was not on a single account
     * @param policy the name of its policy, as {@link org.ration.QuotaPolicy#name}; empty as well
     * @param by who did it; {@code application} for the application's own code
     * @param before the value before; {@link QuotaAct} defines it
     * @param after the value after
     * @param at when it was done
     */
    public QuotaAdjusted(
            QuotaAct act,
            Optional<String> account,
            Optional<String> policy,
            String by,
            OptionalLong before,
            OptionalLong after,
            Instant at) {
        this.act = Objects.requireNonNull(act, "act");
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.by = Objects.requireNonNull(by, "by");
        this.before = Objects.requireNonNull(before, "before");
        this.after = Objects.requireNonNull(after, "after");
        this.at = Objects.requireNonNull(at, "at");
    }

    /** {@return the act} */
    public QuotaAct act() {
        return act;
    }

    /** {@return the account's id, which does not reveal the key; empty if the act was not on a single account} */
    public Optional<String> account() {
        return account;
    }

    /** {@return the name of its policy, as {@link org.ration.QuotaPolicy#name}; empty as well} */
    public Optional<String> policy() {
        return policy;
    }

    /** {@return who did it; {@code application} for the application's own code} */
    public String by() {
        return by;
    }

    /** {@return the value before; {@link QuotaAct} defines it} */
    public OptionalLong before() {
        return before;
    }

    /** {@return the value after} */
    public OptionalLong after() {
        return after;
    }

    /** {@return when it was done} */
    public Instant at() {
        return at;
    }

    @Override
    Members members() {
        return new Members()
                .with("act", act)
                .with("account", account)
                .with("policy", policy)
                .with("by", by)
                .with("before", before)
                .with("after", after)
                .with("at", at);
    }
}
