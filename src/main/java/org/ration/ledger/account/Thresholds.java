// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.List;
import java.util.stream.Stream;
import org.ration.QuotaPolicy;

/** Thresholds, in percent of the limit in force, rounded up; the SQL of the sql room knows them too. */
final class Thresholds {

    private static final int NEAR = 80;
    private static final int FULL = 100;

    private Thresholds() {}

    /** The lowest number of units that is near a limit. */
    static long near(long limit) {
        return limit - limit / 5;
    }

    /** The thresholds that are reached and are above the last that was marked, the lower first; none for most charges. */
    static List<Integer> reached(long used, long limit, long mark) {
        if (mark >= FULL || limit == QuotaPolicy.UNLIMITED || used < near(limit)) {
            return List.of();
        }
        return Stream.of(NEAR, FULL)
                .filter(percent -> percent > mark && (percent == NEAR || used >= limit))
                .toList();
    }
}
