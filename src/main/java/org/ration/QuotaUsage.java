// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How much of a quota one key has used in its open window. Immutable; two are equal if all their members are.
 *
 * <p>JSON-B writes it as an object with the members {@code key}, {@code scope}, {@code policyName}, {@code period} (the
 * text that {@link QuotaPeriod#parse} reads), {@code zone}, {@code used}, {@code reserved}, {@code limit},
 * {@code remaining}, {@code unlimited}, {@code periodStart} and, if the window ends, {@code resetAt}.
 */
@JsonbTypeAdapter(Json.OfResult.class)
public final class QuotaUsage extends Result {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String scope;
    private final QuotaPeriod period;
    private final ZoneId zone;
    private final long used;
    private final long reserved;
    private final long limit;
    private final Instant periodStart;
    private final Instant resetAt;

    /**
     * A usage; Ration makes those that it answers. Refuses nulls, negative counts and windows that end before they
     * begin.
     *
     * @param key the canonical key
     * @param scope the scope; empty for none
     * @param period the period
     * @param zone the zone in which the window was computed
     * @param used units used
     * @param reserved units held
     * @param limit the effective limit
     * @param periodStart the first instant of the window
     * @param resetAt the first instant after it
     */
    public QuotaUsage(
            String key,
            String scope,
            QuotaPeriod period,
            ZoneId zone,
            long used,
            long reserved,
            long limit,
            Instant periodStart,
            Instant resetAt) {
        this.key = Objects.requireNonNull(key, "key");
        this.scope = Objects.requireNonNull(scope, "scope");
        this.period = Objects.requireNonNull(period, "period");
        this.zone = Objects.requireNonNull(zone, "zone");
        if (used < 0 || reserved < 0 || limit < 0) {
            throw new IllegalArgumentException(
                    "used " + used + ", reserved " + reserved + ", limit " + limit + "; none may be negative");
        }
        if (!periodStart.isBefore(resetAt)) {
            throw new IllegalArgumentException("periodStart " + periodStart + " is not before resetAt " + resetAt);
        }
        this.used = used;
        this.reserved = reserved;
        this.limit = limit;
        this.periodStart = periodStart;
        this.resetAt = resetAt;
    }

    /**
     * The canonical key.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * The scope.
     *
     * @return the scope; empty for none
     */
    public String scope() {
        return scope;
    }

    /**
     * The period.
     *
     * @return the period
     */
    public QuotaPeriod period() {
        return period;
    }

    /**
     * The zone in which the window was computed.
     *
     * @return the zone
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * Units used.
     *
     * @return the units; above the limit where the quota does not block, or where the limit was lowered
     */
    public long used() {
        return used;
    }

    /**
     * Units held for calls that are under way.
     *
     * @return the units; 0 for now
     */
    public long reserved() {
        return reserved;
    }

    /**
     * The limit in force, an operator's override and grant included; may differ from the policy's.
     *
     * @return the limit in units
     */
    public long limit() {
        return limit;
    }

    /**
     * The beginning of the window.
     *
     * @return the first instant of the window
     */
    public Instant periodStart() {
        return periodStart;
    }

    /**
     * The end of the window.
     *
     * @return the first instant after the window; {@link QuotaPeriod#NEVER} if it never ends
     */
    public Instant resetAt() {
        return resetAt;
    }

    /**
     * Whether the window ends.
     *
     * @return false for {@link QuotaPeriod#ONCE}
     */
    public boolean resets() {
        return !resetAt.equals(QuotaPeriod.NEVER);
    }

    /**
     * The units that can still be taken.
     *
     * @return {@code max(0, limit - used - reserved)}
     */
    public long remaining() {
        long afterUsed = Math.max(0, limit - used);
        return Math.max(0, afterUsed - reserved);
    }

    /**
     * Whether this quota never refuses.
     *
     * @return true if the limit is {@link QuotaPolicy#UNLIMITED}
     */
    public boolean unlimited() {
        return limit == QuotaPolicy.UNLIMITED;
    }

    /**
     * The name of the policy, as {@link QuotaPolicy#name}.
     *
     * @return {@code month}, {@code exports-month}, {@code 30d}, …
     */
    public String policyName() {
        return QuotaPolicy.nameOf(scope, period);
    }

    @Override
    Members state() {
        return new Members()
                .with("key", key)
                .with("scope", scope)
                .with("period", period)
                .with("zone", zone)
                .with("used", used)
                .with("reserved", reserved)
                .with("limit", limit)
                .with("periodStart", periodStart)
                .with("resetAt", resetAt);
    }

    @Override
    Members json() {
        Members members = state().with("policyName", policyName())
                .with("remaining", remaining())
                .with("unlimited", unlimited());
        return resets() ? members : members.without("resetAt");
    }
}
