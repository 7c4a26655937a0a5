// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a concurrent history.
 *
 * @param invoked before the call, on a clock that all threads share
 * @param returned after its answer; {@link Long#MAX_VALUE} if that is unknown
 * @param costs the units by account
 * @param limits the limits by account
 * @param answer what it was told
 * @param used what it was told of each account
 */
record Recorded(
        long invoked,
        long returned,
        Map<String, Long> costs,
        Map<String, Long> limits,
        Answer answer,
        Map<String, Long> used)
        implements Linearizability.Call<Map<String, Long>> {

    @Override
    public boolean mayBeMissing() {
        return answer == Answer.UNKNOWN;
    }

    /** The counters after the call. */
    @Override
    public @Nullable Map<String, Long> after(Map<String, Long> before) {
        boolean fits = costs.entrySet().stream()
                .allMatch(
                        cost -> before.getOrDefault(cost.getKey(), 0L) + cost.getValue() <= limits.get(cost.getKey()));
        if (answer != Answer.UNKNOWN && fits != (answer == Answer.ALLOWED)) {
            return null;
        }
        Map<String, Long> after = new HashMap<>(before);
        if (fits) {
            costs.forEach((account, cost) -> after.merge(account, cost, Long::sum));
        }
        boolean told = used.entrySet().stream()
                .allMatch(counter -> after.getOrDefault(counter.getKey(), 0L).equals(counter.getValue()));
        return told ? after : null;
    }

    /** How a call ended. */
    enum Answer {
        ALLOWED,
        REFUSED,
        /** It has failed and charged nothing. */
        NOT_CHARGED,
        /** It may have charged or not, and may do so still. */
        UNKNOWN
    }
}
