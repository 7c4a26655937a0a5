// SPDX-License-Identifier: Apache-2.0
package org.ration;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A quota as code states it: so many units per period, under a scope.
 *
 * <pre>{@code
 * QuotaPolicy.of(10_000, QuotaPeriod.MONTH).withScope("exports")
 * }</pre>
 *
 * @param limit the units of one window: 0 to {@link #MAX_UNITS}, or {@link #UNLIMITED}
 * @param period the period
 * @param scope keeps quotas of one key apart: empty, or {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}
 * @param zone the zone in which calendar windows begin; empty for the setting {@code ration.zone}
 * @param block whether a charge beyond the limit is refused; if false it is allowed and counted
 */
public record QuotaPolicy(long limit, QuotaPeriod period, String scope, Optional<ZoneId> zone, boolean block) {

    /** A limit that counts and never refuses. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** The greatest limit (except {@link #UNLIMITED}) and the greatest cost of one call: 999,999,999,999,999. */
    public static final long MAX_UNITS = 999_999_999_999_999L;

    private static final Pattern SCOPE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,63})?");

    /**
     * Refuses limits and scopes out of range with an {@link IllegalArgumentException} that names them.
     *
     * @param limit the units of one window
     * @param period the period
     * @param scope the scope
     * @param zone the zone
     * @param block whether to refuse
     */
    public QuotaPolicy {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(zone, "zone");
        requireLimit(limit);
        if (!SCOPE.matcher(scope).matches()) {
            throw new IllegalArgumentException("scope is \"" + scope
                    + "\"; use nothing, or 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit");
        }
    }

    /**
     * A blocking policy without scope, in the zone of the setting {@code ration.zone}.
     *
     * @param limit the units of one window: 0 to {@link #MAX_UNITS}, or {@link #UNLIMITED}
     * @param period the period
     * @return the policy
     */
    public static QuotaPolicy of(long limit, QuotaPeriod period) {
        return new QuotaPolicy(limit, period, "", Optional.empty(), true);
    }

    /**
     * Checks that a number can be a limit.
     *
     * @param limit the limit
     * @return the limit
     * @throws IllegalArgumentException unless it is 0 to {@link #MAX_UNITS}, or {@link #UNLIMITED}
     */
    public static long requireLimit(long limit) {
        if (limit < 0 || (limit > MAX_UNITS && limit != UNLIMITED)) {
            throw new IllegalArgumentException(
                    "limit is " + limit + "; use 0 to " + MAX_UNITS + ", or Quota.UNLIMITED");
        }
        return limit;
    }

    /**
     * The same policy with another limit.
     *
     * @param newLimit the units of one window
     * @return the changed copy
     */
    public QuotaPolicy withLimit(long newLimit) {
        return new QuotaPolicy(newLimit, period, scope, zone, block);
    }

    /**
     * The same policy under a scope.
     *
     * @param newScope the scope
     * @return the changed copy
     */
    public QuotaPolicy withScope(String newScope) {
        return new QuotaPolicy(limit, period, newScope, zone, block);
    }

    /**
     * The same policy in a zone.
     *
     * @param newZone the zone in which calendar windows begin
     * @return the changed copy
     */
    public QuotaPolicy withZone(ZoneId newZone) {
        return new QuotaPolicy(limit, period, scope, Optional.of(newZone), block);
    }

    /**
     * The same policy, refusing or only counting what is beyond the limit.
     *
     * @param newBlock whether to refuse
     * @return the changed copy
     */
    public QuotaPolicy withBlock(boolean newBlock) {
        return new QuotaPolicy(limit, period, scope, zone, newBlock);
    }

    /**
     * The name of this policy in headers, problem bodies, settings and metrics: {@code month}, {@code exports-month},
     * {@code 30d}.
     *
     * @return the period's unit, behind the scope and a hyphen if there is a scope
     */
    public String name() {
        return nameOf(scope, period);
    }

    static String nameOf(String scope, QuotaPeriod period) {
        return scope.isEmpty() ? period.unit() : scope + "-" + period.unit();
    }
}
