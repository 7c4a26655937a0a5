// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Shortens what fails: leaves out ever smaller pieces, as long as it goes on failing. */
final class Shrinker {

    private Shrinker() {}

    static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
        List<T> shortest = failing;
        for (int piece = Math.max(1, failing.size() / 2); piece > 0; piece /= 2) {
            shortest = without(shortest, piece, fails);
        }
        return shortest;
    }

    private static <T> List<T> without(List<T> failing, int piece, Predicate<List<T>> fails) {
        List<T> shortest = failing;
        for (int from = 0; from < shortest.size(); ) {
            List<T> shorter = new ArrayList<>(shortest);
            shorter.subList(from, Math.min(from + piece, shortest.size())).clear();
            if (fails.test(shorter)) {
                shortest = shorter;
            } else {
                from += piece;
            }
        }
        return shortest;
    }
}
