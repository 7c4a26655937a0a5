// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/**
 * The event that a charge with an id, or that of a call that holds units while it runs, has changed on one account:
 * units are held, settled, released, or given back since they were not settled in time. Observed like
 * {@link QuotaCharged}. A settlement that changes nothing fires none.
 *
 * <p>JSON-B writes it as an object with a member for each accessor.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaHoldChanged extends Result {

    private static final long serialVersionUID = 1L;

    /** The change. */
    public enum Change {
        /** Units are held. */
        HELD,
        /** The charge was settled, and counts a unit or more. */
        SETTLED,
        /** The charge was settled or released, and counts nothing. */
        RELEASED,
        /**
         * The hold ended without having been settled. Fired once, when the account is next charged or adjusted, at the
         * latest when the id is forgotten; by a thread of Ration's own, soon after the charge that has noticed it.
         */
        EXPIRED
    }

    private final Change change;
    private final String account;
    private final String policy;
    private final long before;
    private final long units;
    private final Instant at;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param change the change
     * @param account the account's id, which does not contain the key
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param before the units that the charge held or counted before
     * @param units the units that it holds or counts now
     * @param at when, by the clock of the node
     */
    public QuotaHoldChanged(Change change, String account, String policy, long before, long units, Instant at) {
        this.change = Objects.requireNonNull(change, "change");
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.before = before;
        this.units = units;
        this.at = Objects.requireNonNull(at, "at");
    }

    /** {@return the change} */
    public Change change() {
        return change;
    }

    /** {@return the account's id, which does not contain the key} */
    public String account() {
        return account;
    }

    /** {@return the name of the policy, as {@link QuotaPolicy#name}} */
    public String policy() {
        return policy;
    }

    /** {@return the units that the charge held or counted before} */
    public long before() {
        return before;
    }

    /** {@return the units that it holds or counts now} */
    public long units() {
        return units;
    }

    /** {@return when, by the clock of the node; of an expiry, the end of the hold} */
    public Instant at() {
        return at;
    }

    @Override
    Members state() {
        return new Members()
                .with("change", change)
                .with("account", account)
                .with("policy", policy)
                .with("before", before)
                .with("units", units)
                .with("at", at);
    }
}
