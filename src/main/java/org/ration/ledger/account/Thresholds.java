// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.List;
import java.util.stream.Stream;
import org.ration.QuotaPolicy;

/**
 * Thresholds, in percent of the effective limit, rounded up. The SQL of the sql room knows them too.
 *
 * @param percents the thresholds, the lower first
 */
public record Thresholds(List<Integer> percents) {

    /** Those of {@code ration.thresholds} where it is not set. */
    public static final Thresholds DEFAULT = new Thresholds(List.of(80, 100));

    /** No limit in force is higher, unless there is none: a limit and what is granted. */
    public static final long MAX_LIMIT = 2 * QuotaPolicy.MAX_UNITS;

    private static final int MAX_NUMBER = 8;
    private static final int MAX_PERCENT = 1_000;

    /** Refuses none, too many, and percents out of range; sorts them. */
    public Thresholds {
        percents = percents.stream().distinct().sorted().toList();
        if (percents.isEmpty()
                || percents.size() > MAX_NUMBER
                || percents.get(0) < 1
                || percents.get(percents.size() - 1) > MAX_PERCENT) {
            throw new IllegalArgumentException(
                    "thresholds are " + percents + "; use 1 to " + MAX_NUMBER + " percents from 1 to " + MAX_PERCENT);
        }
    }

    /**
     * Reads the setting {@code ration.thresholds}.
     *
     * @param text percents with commas between them
     * @return the thresholds
     * @throws IllegalArgumentException if it is anything else
     */
    public static Thresholds parse(String text) {
        return new Thresholds(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(Integer::valueOf)
                .toList());
    }

    /** The highest one. */
    public int highest() {
        return percents.get(percents.size() - 1);
    }

    /** The thresholds that are reached and are above a mark, the lower first; none for most charges. */
    List<Integer> reached(long used, long limit, long mark) {
        if (mark >= highest() || limit > MAX_LIMIT) {
            return List.of();
        }
        long percent = percent(used, limit);
        int first = atMost(mark);
        int end = atMost(percent);
        return first < end ? percents.subList(first, end) : List.of();
    }

    /** How many of the thresholds are no higher. */
    private int atMost(long percent) {
        int number = 0;
        while (number < percents.size() && percents.get(number) <= percent) {
            number++;
        }
        return number;
    }

    /** How much of a limit is used, in whole percents; no more than a threshold can be. */
    static long percent(long used, long limit) {
        if (limit > MAX_LIMIT) {
            return 0;
        }
        return used >= limit * (MAX_PERCENT / 100) ? MAX_PERCENT : used * 100 / limit;
    }

    /** The lowest number of units that is near a limit, as operators see it: 80 %. */
    static long near(long limit) {
        return limit - limit / 5;
    }
}
