// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Counters, and what is known of ids, as the contract says that charges and settlements change them. Time stands still.
 * Immutable.
 *
 * @param used the units that are used, by key
 * @param ids what is known of ids
 */
record HoldsState(Map<String, Long> used, Map<String, Identified> ids) {

    static final HoldsState NOTHING = new HoldsState(Map.of(), Map.of());

    /** What callers are told of counters. */
    String shown(Collection<String> keys) {
        StringBuilder text = new StringBuilder();
        for (String key : new TreeSet<>(keys)) {
            text.append(' ').append(shown(key, used(key), reserved(key)));
        }
        return text.toString();
    }

    static String shown(String key, long used, long reserved) {
        return key + "=" + used + "+" + reserved;
    }

    boolean fits(String key, long cost, long limit) {
        return used(key) + reserved(key) + cost <= limit;
    }

    private long used(String key) {
        return used.getOrDefault(key, 0L);
    }

    private long reserved(String key) {
        return ids.values().stream()
                .filter(Identified::open)
                .mapToLong(known -> known.costs.getOrDefault(key, 0L))
                .sum();
    }

    /** With units that are counted. */
    HoldsState counting(Map<String, Long> costs) {
        Map<String, Long> after = new HashMap<>(used);
        costs.forEach((key, units) -> after.merge(key, units, Long::sum));
        return new HoldsState(after, ids);
    }

    /** With units that are held. */
    HoldsState holding(String id, Map<String, Long> costs) {
        return with(id, new Identified(costs, true, true, Map.of(), ""));
    }

    /** With units that are counted under an id. */
    HoldsState remembering(String id, Map<String, Long> costs) {
        return counting(costs).with(id, new Identified(costs, false, false, costs, ""));
    }

    /** With the first answer on an id. */
    HoldsState answering(String id, String answer) {
        Identified known = ids.get(id);
        return with(id, new Identified(known.costs, known.held, known.open, known.counted, answer));
    }

    /** With an id whose charges have cost so much each. */
    HoldsState settling(String id, long units) {
        Identified known = ids.get(id);
        Map<String, Long> counted = new HashMap<>();
        Map<String, Long> more = new HashMap<>();
        known.costs.keySet().forEach(key -> {
            counted.put(key, units);
            more.put(key, units - known.counted.getOrDefault(key, 0L));
        });
        return counting(more).with(id, new Identified(known.costs, known.held, false, counted, known.answer));
    }

    private HoldsState with(String id, Identified known) {
        Map<String, Identified> after = new HashMap<>(ids);
        after.put(id, known);
        return new HoldsState(used, after);
    }

    /**
     * What is known of an id.
     *
     * @param costs the units of its charges, by key
     * @param held whether they were held, and not counted at once
     * @param open whether they are held still
     * @param counted the units that are counted now, by key
     * @param answer the first answer
     */
    record Identified(Map<String, Long> costs, boolean held, boolean open, Map<String, Long> counted, String answer) {

        boolean isOf(Map<String, Long> otherCosts, boolean otherHeld) {
            return held == otherHeld && costs.equals(otherCosts);
        }
    }
}
