// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/**
 * The event that charges were settled with more units than were held for them, and that beyond the limit: they are
 * counted nevertheless, since they were used. Observed like {@link QuotaCharged}.
 *
 * <p>JSON-B writes it as an object with a member for each accessor.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaOverrun extends Result {

    private static final long serialVersionUID = 1L;

    private final String account;
    private final String policy;
    private final long held;
    private final long units;
    private final long used;
    private final long limit;
    private final Instant at;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which does not contain the key
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param held the units for which there was room: those that were held, or counted before
     * @param units the units that the charge counts now
     * @param used units used in the window that was charged
     * @param limit the limit of that window
     * @param at when it was settled, by the clock of the node
     */
    public QuotaOverrun(String account, String policy, long held, long units, long used, long limit, Instant at) {
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.held = held;
        this.units = units;
        this.used = used;
        this.limit = limit;
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

    /**
     * {@return the units for which there was room: those that were held, or counted before; 0 if the hold had expired}
     */
    public long held() {
        return held;
    }

    /** {@return the units that the charge counts now} */
    public long units() {
        return units;
    }

    /** {@return units used in the window that was charged, which may be over} */
    public long used() {
        return used;
    }

    /** {@return the limit of that window} */
    public long limit() {
        return limit;
    }

    /** {@return when it was settled, by the clock of the node} */
    public Instant at() {
        return at;
    }

    @Override
    Members state() {
        return new Members()
                .with("account", account)
                .with("policy", policy)
                .with("held", held)
                .with("units", units)
                .with("used", used)
                .with("limit", limit)
                .with("at", at);
    }
}
