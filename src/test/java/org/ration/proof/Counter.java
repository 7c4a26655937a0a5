// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;

/** One counter of a {@link Model}. */
final class Counter {

    final List<String> closed = new ArrayList<>();
    String key;
    String scope;
    QuotaPeriod period;
    ZoneId zone;
    long used;
    long granted;
    long limit;
    Long override;
    Long until;
    Long limitAtEnd;
    long start;
    long end = Long.MIN_VALUE;
    long version;
    long updated;

    boolean isOpen(long now) {
        return now < end;
    }

    void take(QuotaCharge charge, long now) {
        if (!isOpen(now)) {
            open(charge, now);
        }
        used += charge.cost();
        limit = charge.policy().limit();
        updated = now;
    }

    boolean isOverridden(long now) {
        return override != null && (until == null || now < until);
    }

    long limit(long own, long at) {
        long base = isOverridden(at) ? override : own;
        if (base == Quota.UNLIMITED) {
            return base;
        }
        return isOpen(at) ? base + granted : base;
    }

    /** The limit in force, by that of the last charge. */
    long limit(long at) {
        return limit(limit, at);
    }

    void adjusted(long now) {
        version++;
        updated = now;
    }

    /** What is archived of a window has the limit of its last millisecond, whatever is done later. */
    void overrideChanges(long now) {
        if (end > Long.MIN_VALUE && !isOpen(now) && limitAtEnd == null) {
            limitAtEnd = limit(end - 1);
        }
    }

    /** As it stands for whoever asks by the policy of the last charge. */
    String text(long now) {
        return isOpen(now) ? text(scope, limit(now)) : fresh(scope, period, zone, limit(now), this, now);
    }

    String text(String in, long limitNow) {
        return in + " " + period + " " + zone + " " + used + "/" + limitNow + " " + start + "-" + end;
    }

    /** A window that nothing was counted in yet. */
    static String fresh(String scope, QuotaPeriod period, ZoneId zone, long limit, Counter counter, long now) {
        Span span = Span.around(now, period, zone);
        long start = counter == null ? span.start() : Math.max(span.start(), counter.end);
        return scope + " " + period + " " + zone + " 0/" + limit + " " + start + "-" + span.end();
    }

    /** As operators see it. */
    String account(long now) {
        return text(now) + (isOpen(now) ? " open granted " + granted : " over granted 0") + " declared " + limit
                + " override " + (isOverridden(now) ? override + " until " + until : "none") + " is " + states(now)
                + " version " + version + " of " + updated;
    }

    private List<String> states(long now) {
        long units = limit(now);
        boolean counts = isOpen(now) && units != Quota.UNLIMITED;
        return Stream.of(
                        counts && used * 5 >= units * 4 ? "NEAR" : "",
                        counts && used >= units ? "EXHAUSTED" : "",
                        isOverridden(now) ? "OVERRIDDEN" : "")
                .filter(state -> !state.isEmpty())
                .toList();
    }

    private void open(QuotaCharge charge, long now) {
        if (end > Long.MIN_VALUE) {
            overrideChanges(now);
            closed.add(start + "-" + end + " used " + used + " limit " + limitAtEnd + " granted " + granted);
            limitAtEnd = null;
        }
        key = charge.key();
        scope = charge.policy().scope();
        period = charge.policy().period();
        zone = charge.policy().zone().orElseThrow();
        Span span = Span.around(now, period, zone);
        start = Math.max(span.start(), end);
        end = span.end();
        used = 0;
        granted = 0;
    }
}
