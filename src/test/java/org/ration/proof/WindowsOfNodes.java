// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.ration.testing.TestDatabase;

/** Judges what several nodes told of one key by the windows that its counters have in the database. */
public final class WindowsOfNodes {

    private WindowsOfNodes() {}

    /**
     * One grant of one unit, as a node told it.
     *
     * @param scope of the counter
     * @param start of the window, in milliseconds
     * @param used in the window, this unit included
     */
    public record Grant(String scope, long start, long used) {}

    /** Every window holds the units that were granted in it: each count was told once, and none is missing. */
    public static void assertExact(TestDatabase database, String key, List<Grant> grants) {
        Map<String, List<Long>> told = new TreeMap<>(grants.stream()
                .collect(groupingBy(grant -> grant.scope() + " " + grant.start(), mapping(Grant::used, toList()))));
        Map<String, List<Long>> counted = new TreeMap<>();
        for (Window window : windows(database, key)) {
            counted.put(
                    window.scope() + " " + window.start(),
                    LongStream.rangeClosed(1, window.used()).boxed().toList());
        }
        told.values().forEach(counts -> counts.sort(null));

        assertThat(told)
                .as("what was told of each window of %s, and what it holds", key)
                .isEqualTo(counted);
    }

    /** No window begins before the one before it has ended; tells how many there are. */
    public static int assertMonotone(TestDatabase database, String key) {
        List<Window> windows = windows(database, key);
        for (int i = 1; i < windows.size(); i++) {
            Window before = windows.get(i - 1);
            Window window = windows.get(i);
            if (window.scope().equals(before.scope())) {
                assertThat(window.start()).as("%s after %s", window, before).isGreaterThanOrEqualTo(before.end());
            }
        }
        return windows.size();
    }

    private static List<Window> windows(TestDatabase database, String key) {
        String account = " from ration_account a where a.quota_key = ?";
        String closed =
                " from ration_closed_window w join ration_account a on a.id = w.account_id" + " where a.quota_key = ?";
        return database.rows(
                "select a.scope, a.period_start, a.reset_at, a.used" + account
                        + " union all select a.scope, w.period_start, w.reset_at, w.used" + closed
                        + " order by 1, 2",
                row -> new Window(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                key,
                key);
    }

    private record Window(String scope, long start, long end, long used) {}
}
