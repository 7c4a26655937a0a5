// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/**
 * The event that an account has reached a threshold: 80 % or 100 % of its limit, rounded up, or the percents of the
 * setting {@code ration.thresholds}. Each is fired once for an account and window, on one node, for the charge after
 * which as much was used; one charge can reach several. That is decided and recorded in the transaction of the charge.
 * Observed like {@link QuotaCharged}, and fired after it.
 *
 * <p>The limit is the one that was applied to that charge. When an operator's action later in the window (a larger
 * limit, a grant, a reset, a restart) takes the account below a threshold, the event is fired again once the threshold
 * is reached again. A smaller limit, or a correction, can put the account past a threshold; the next charge that is
 * taken then fires the event. An {@linkplain QuotaPolicy#UNLIMITED unlimited} quota has no threshold.
 *
 * <p>JSON-B writes it as an object with a member for each accessor; without {@code resetAt} if the window never
 * ends.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaThresholdCrossed extends Result {

    private static final long serialVersionUID = 1L;

    private final String account;
    private final String policy;
    private final int percent;
    private final long used;
    private final long limit;
    private final Instant periodStart;
    private final Instant resetAt;
    private final Instant at;

    /**
     * An event; Ration makes those that it fires.
     *
     * @param account the account's id, which does not contain the key
     * @param policy the name of the policy, as {@link QuotaPolicy#name}
     * @param percent the threshold: 80 or 100, or a percent of the setting
     * @param used units used, after the charge
     * @param limit the limit that was applied
     * @param periodStart the first instant of the window
     * @param resetAt the first instant after the window
     * @param at when it was decided, by the clock of the node
     */
    public QuotaThresholdCrossed(
            String account,
            String policy,
            int percent,
            long used,
            long limit,
            Instant periodStart,
            Instant resetAt,
            Instant at) {
        this.account = Objects.requireNonNull(account, "account");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.percent = percent;
        this.used = used;
        this.limit = limit;
        this.periodStart = Objects.requireNonNull(periodStart, "periodStart");
        this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
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

    /** {@return the threshold: 80 or 100, or a percent of the setting} */
    public int percent() {
        return percent;
    }

    /** {@return units used, after the charge} */
    public long used() {
        return used;
    }

    /** {@return the limit that was applied} */
    public long limit() {
        return limit;
    }

    /** {@return the first instant of the window} */
    public Instant periodStart() {
        return periodStart;
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
                .with("percent", percent)
                .with("used", used)
                .with("limit", limit)
                .with("periodStart", periodStart)
                .with("resetAt", resetAt)
                .with("at", at);
    }

    @Override
    Members json() {
        return resetAt.equals(QuotaPeriod.NEVER) ? state().without("resetAt") : state();
    }
}
