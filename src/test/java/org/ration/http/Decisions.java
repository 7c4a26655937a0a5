// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaUsage;

/** Decisions about quotas of 1 December 2026, whose day ends at midnight UTC. */
final class Decisions {

    static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private static final Instant DAY = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant NEXT_DAY = Instant.parse("2026-12-02T00:00:00Z");
    private static final Instant NEXT_MONTH = Instant.parse("2027-01-01T00:00:00Z");

    private Decisions() {}

    static QuotaUsage day(String scope, long used, long limit) {
        return day("user:bob", scope, used, limit);
    }

    static QuotaUsage day(String key, String scope, long used, long limit) {
        return QuotaUsage.builder(key, QuotaPeriod.DAY, ZoneOffset.UTC)
                .scope(scope)
                .used(used)
                .limit(limit)
                .window(DAY, NEXT_DAY)
                .build();
    }

    static QuotaUsage month(long used, long limit) {
        return QuotaUsage.builder("user:bob", QuotaPeriod.MONTH, ZoneOffset.UTC)
                .used(used)
                .limit(limit)
                .window(DAY, NEXT_MONTH)
                .build();
    }

    static QuotaUsage once(long used, long limit) {
        return QuotaUsage.builder("user:bob", QuotaPeriod.ONCE, ZoneOffset.UTC)
                .scope("trial")
                .used(used)
                .limit(limit)
                .window(DAY, QuotaPeriod.NEVER)
                .build();
    }

    static QuotaUsage berlinDay(long used, long limit) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant start = Instant.parse("2026-11-30T23:00:00Z");
        Instant end = Instant.parse("2026-12-01T23:00:00Z");
        return QuotaUsage.builder("user:bob", QuotaPeriod.DAY, berlin)
                .scope("berlin")
                .used(used)
                .limit(limit)
                .window(start, end)
                .build();
    }

    static QuotaDecision allowed(QuotaUsage... usages) {
        return allowedAt(NOON, usages);
    }

    static QuotaDecision allowedAt(Instant now, QuotaUsage... usages) {
        return new QuotaDecision(now, List.of(usages), List.of(), false);
    }

    static QuotaDecision refused(QuotaUsage... usages) {
        return new QuotaDecision(NOON, List.of(usages), List.of(usages), false);
    }

    static QuotaDecision neverFitting(QuotaUsage usage) {
        return new QuotaDecision(NOON, List.of(usage), List.of(usage), true);
    }
}
