// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    private QuotaUsage(Builder builder) {
        this.key = builder.key;
        this.scope = builder.scope;
        this.period = builder.period;
        this.zone = builder.zone;
        this.used = builder.used;
        this.reserved = builder.reserved;
        this.limit = builder.limit;
        this.periodStart = builder.periodStart == null ? period.startOf(Instant.EPOCH, zone) : builder.periodStart;
        this.resetAt = builder.resetAt == null ? period.endOf(Instant.EPOCH, zone) : builder.resetAt;
    }

    /**
     * Begins a usage; Ration makes those that it answers. Without further members nothing is used, the limit is 0,
     * there is no scope, and the window is the one that contains 1970-01-01T00:00:00Z.
     *
     * @param key the canonical key
     * @param period the period
     * @param zone the zone in which the window was computed
     * @return the builder
     */
    public static Builder builder(String key, QuotaPeriod period, ZoneId zone) {
        return new Builder(key, period, zone);
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
     * Units held, as by {@link QuotaRegistry#reserve}: not counted, and not for others to take.
     *
     * @return the units
     */
    public long reserved() {
        return reserved;
    }

    /**
     * The effective limit, an operator's override and grant included; may differ from the policy's.
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

    /** Makes a usage. Not for use by several threads. */
    public static final class Builder {

        private final String key;
        private final QuotaPeriod period;
        private final ZoneId zone;
        private String scope = "";
        private long used;
        private long reserved;
        private long limit;
        private @Nullable Instant periodStart;
        private @Nullable Instant resetAt;

        private Builder(String key, QuotaPeriod period, ZoneId zone) {
            this.key = Objects.requireNonNull(key, "key");
            this.period = Objects.requireNonNull(period, "period");
            this.zone = Objects.requireNonNull(zone, "zone");
        }

        /**
         * Sets the scope.
         *
         * @param scope the scope; empty for none
         * @return this builder
         */
        public Builder scope(String scope) {
            this.scope = Objects.requireNonNull(scope, "scope");
            return this;
        }

        /**
         * Sets the units used.
         *
         * @param used units used
         * @return this builder
         */
        public Builder used(long used) {
            this.used = used;
            return this;
        }

        /**
         * Sets the units held.
         *
         * @param reserved units held
         * @return this builder
         */
        public Builder reserved(long reserved) {
            this.reserved = reserved;
            return this;
        }

        /**
         * Sets the effective limit.
         *
         * @param limit the limit in units
         * @return this builder
         */
        public Builder limit(long limit) {
            this.limit = limit;
            return this;
        }

        /**
         * Sets the window.
         *
         * @param periodStart its first instant
         * @param resetAt the first instant after it
         * @return this builder
         */
        public Builder window(Instant periodStart, Instant resetAt) {
            this.periodStart = Objects.requireNonNull(periodStart, "periodStart");
            this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
            return this;
        }

        /**
         * Makes the usage.
         *
         * @return the usage
         * @throws IllegalArgumentException if a count is negative, or the window ends before it begins
         */
        public QuotaUsage build() {
            if (used < 0 || reserved < 0 || limit < 0) {
                throw new IllegalArgumentException(
                        "used " + used + ", reserved " + reserved + ", limit " + limit + "; none may be negative");
            }
            if (!periodStart.isBefore(resetAt)) {
                throw new IllegalArgumentException("periodStart " + periodStart + " is not before resetAt " + resetAt);
            }
            return new QuotaUsage(this);
        }
    }
}
