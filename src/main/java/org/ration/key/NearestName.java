// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that was most likely meant. */
public final class NearestName {

    private NearestName() {}

    /**
     * The candidate with the least edits (insert, delete, replace, swap neighbours) from a text, in any case.
     *
     * @param text the misspelt name
     * @param candidates what would be right; at least one
     * @return the nearest, the first of equals
     */
    public static String of(String text, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(text, candidate)))
                .orElseThrow();
    }

    /** Edits from one text to the other (optimal string alignment), the case of letters aside. */
    static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = row(from, to, i, last, beforeLast);
            beforeLast = last;
            last = row;
        }
        return last[to.length()];
    }

    private static int[] row(String from, String to, int i, int[] last, int[] beforeLast) {
        int[] row = new int[to.length() + 1];
        row[0] = i;
        for (int j = 1; j <= to.length(); j++) {
            boolean same = from.charAt(i - 1) == to.charAt(j - 1);
            row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1)) {
                row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
            }
        }
        return row;
    }
}
