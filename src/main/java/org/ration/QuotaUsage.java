package org.ration;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * How much of a quota one key has used in its open window.
 *
 * @param key the canonical key
 * @param scope the scope; empty for none
 * @param period the period
 * @param zone the zone in which the window was laid
 * @param used units used; above the limit where the quota does not block, or where the limit was lowered
 * @param reserved units held for calls that are under way; 0 for now
 * @param limit the limit in force, an operator's override and grant included; may differ from the policy's
 * @param periodStart the first instant of the window
 * @param resetAt the first instant after the window
 */
public record QuotaUsage(
        String key,
        String scope,
        QuotaPeriod period,
        ZoneId zone,
        long used,
        long reserved,
        long limit,
        Instant periodStart,
        Instant resetAt) {

    /**
     * Refuses nulls, negative counts and windows that end before they begin.
     *
     * @param key the canonical key
     * @param scope the scope
     * @param period the period
     * @param zone the zone
     * @param used units used
     * @param reserved units held
     * @param limit the limit in force
     * @param periodStart the first instant of the window
     * @param resetAt the first instant after it
     */
    public QuotaUsage {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(zone, "zone");
        if (used < 0 || reserved < 0 || limit < 0) {
            throw new IllegalArgumentException(
                    "used " + used + ", reserved " + reserved + ", limit " + limit + "; none may be negative");
        }
        if (!periodStart.isBefore(resetAt)) {
            throw new IllegalArgumentException("periodStart " + periodStart + " is not before resetAt " + resetAt);
        }
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
     * @return true if the limit is {@link Quota#UNLIMITED}
     */
    public boolean unlimited() {
        return limit == Quota.UNLIMITED;
    }

    /**
     * The name of the policy, as {@link QuotaPolicy#name}.
     *
     * @return {@code month}, {@code exports-month}, {@code 30d}, …
     */
    public String policyName() {
        return QuotaPolicy.nameOf(scope, period);
    }
}
