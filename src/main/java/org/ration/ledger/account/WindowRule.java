// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;

/**
 * By which windows begin and end.
 *
 * @param zone the zone whose calendar counts
 * @param period the period, with its anchor
 */
record WindowRule(ZoneId zone, QuotaPeriod period) {

    private static final int FIRST_OF_MONTH = 1;
    private static final Duration DAY = Duration.ofDays(1);

    /** As few as the policies of the applications. */
    private static final Map<Stored, WindowRule> KNOWN = new ConcurrentHashMap<>();

    /** The rule of a policy, which must have a zone. */
    static WindowRule of(QuotaPolicy policy) {
        return new WindowRule(
                policy.zone().orElseThrow(() -> new IllegalArgumentException("policy has no zone")), policy.period());
    }

    /** The rule as it is stored. */
    static WindowRule of(String zone, String unit, int anchor) {
        return KNOWN.computeIfAbsent(new Stored(zone, unit, anchor), Stored::rule);
    }

    /** Whether the period is shorter than a day. */
    boolean isBrief() {
        Instant start = period.startOf(Instant.EPOCH, ZoneOffset.UTC);
        return Duration.between(start, period.endOf(start, ZoneOffset.UTC)).compareTo(DAY) < 0;
    }

    /** The day on which a month begins. */
    int anchor() {
        int at = period.toString().indexOf('@');
        return at < 0 ? FIRST_OF_MONTH : Integer.parseInt(period.toString().substring(at + 1));
    }

    /** The start of the window that a first use opens: no earlier than the last one's end. */
    Instant startOf(Instant firstUse, @Nullable Long lastEnd) {
        Instant start = period.startOf(firstUse, zone);
        return lastEnd == null || start.toEpochMilli() >= lastEnd ? start : Instant.ofEpochMilli(lastEnd);
    }

    /** The end of that window. */
    Instant endOf(Instant firstUse) {
        return period.endOf(firstUse, zone);
    }

    private record Stored(String zone, String unit, int anchor) {

        WindowRule rule() {
            return new WindowRule(
                    ZoneId.of(zone),
                    anchor == FIRST_OF_MONTH ? QuotaPeriod.parse(unit) : QuotaPeriod.monthFrom(anchor));
        }
    }
}
