// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ration.proof.Recorded.Answer;

/**
 * Whether the answers of calls at the same time fit one order, in which each call stands between its begin and its end:
 * the search of Wing and Gong, which remembers where it has been (Lowe). An order is built call by call; next may come
 * any call that began before all those that are left out have ended.
 */
final class Linearizability {

    private final List<Recorded> calls;
    private final Set<State> seen = new HashSet<>();

    private Linearizability(List<Recorded> calls) {
        this.calls = calls;
    }

    /** Whether there is such an order, from counters of 0. */
    static boolean holds(List<Recorded> calls) {
        List<Recorded> effective = calls.stream()
                .filter(call -> call.answer() != Answer.NOT_CHARGED)
                .toList();
        return new Linearizability(effective).search();
    }

    private boolean search() {
        Deque<State> open = new ArrayDeque<>();
        open.push(new State(new BitSet(), Map.of()));
        while (!open.isEmpty()) {
            State state = open.pop();
            if (isComplete(state.done)) {
                return true;
            }
            for (State next : nexts(state)) {
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return false;
    }

    private boolean isComplete(BitSet done) {
        for (int call = done.nextClearBit(0); call < calls.size(); call = done.nextClearBit(call + 1)) {
            if (calls.get(call).answer() != Answer.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    private List<State> nexts(State state) {
        long firstEnd = Long.MAX_VALUE;
        for (int call = state.done.nextClearBit(0); call < calls.size(); call = state.done.nextClearBit(call + 1)) {
            firstEnd = Math.min(firstEnd, calls.get(call).returned());
        }
        List<State> nexts = new ArrayList<>();
        for (int call = state.done.nextClearBit(0); call < calls.size(); call = state.done.nextClearBit(call + 1)) {
            if (calls.get(call).invoked() <= firstEnd) {
                Map<String, Long> after = after(state.used, calls.get(call));
                if (after != null) {
                    BitSet done = (BitSet) state.done.clone();
                    done.set(call);
                    nexts.add(new State(done, after));
                }
            }
        }
        return nexts;
    }

    /** The counters after a call; null if its answer does not fit those before. */
    private static Map<String, Long> after(Map<String, Long> used, Recorded call) {
        boolean fits = call.costs().entrySet().stream()
                .allMatch(cost -> used.getOrDefault(cost.getKey(), 0L) + cost.getValue()
                        <= call.limits().get(cost.getKey()));
        if (call.answer() != Answer.UNKNOWN && fits != (call.answer() == Answer.ALLOWED)) {
            return null;
        }
        Map<String, Long> after = new HashMap<>(used);
        if (fits) {
            call.costs().forEach((account, cost) -> after.merge(account, cost, Long::sum));
        }
        boolean told = call.used().entrySet().stream()
                .allMatch(counter -> after.getOrDefault(counter.getKey(), 0L).equals(counter.getValue()));
        return told ? after : null;
    }

    /** How far an order has come. */
    private record State(BitSet done, Map<String, Long> used) {}
}
