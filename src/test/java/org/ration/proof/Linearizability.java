// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ration.proof.Recorded.Answer;

/**
 * Whether the answers of calls at the same time fit one order, in which each call stands between its begin and its end:
 * the search of Wing and Gong, which remembers where it has been (Lowe). An order is built call by call; next may come
 * any call that began before all those that are left out have ended.
 *
 * @param <S> the state that calls find and leave; immutable
 */
final class Linearizability<S> {

    private final List<? extends Call<S>> calls;
    private final S start;
    private final Set<State<S>> seen = new HashSet<>();

    private Linearizability(List<? extends Call<S>> calls, S start) {
        this.calls = calls;
        this.start = start;
    }

    /** Whether there is such an order, from counters of 0. */
    static boolean holds(List<Recorded> calls) {
        List<Recorded> effective = calls.stream()
                .filter(call -> call.answer() != Answer.NOT_CHARGED)
                .toList();
        return holds(effective, Map.of());
    }

    /** Whether there is such an order, from a state. */
    static <S> boolean holds(List<? extends Call<S>> calls, S start) {
        return new Linearizability<>(calls, start).search();
    }

    private boolean search() {
        Deque<State<S>> open = new ArrayDeque<>();
        open.push(new State<>(new BitSet(), start));
        while (!open.isEmpty()) {
            State<S> state = open.pop();
            if (isComplete(state.done)) {
                return true;
            }
            for (State<S> next : nexts(state)) {
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return false;
    }

    private boolean isComplete(BitSet done) {
        for (int call = done.nextClearBit(0); call < calls.size(); call = done.nextClearBit(call + 1)) {
            if (!calls.get(call).mayBeMissing()) {
                return false;
            }
        }
        return true;
    }

    private List<State<S>> nexts(State<S> state) {
        long firstEnd = Long.MAX_VALUE;
        for (int call = state.done.nextClearBit(0); call < calls.size(); call = state.done.nextClearBit(call + 1)) {
            firstEnd = Math.min(firstEnd, calls.get(call).returned());
        }
        List<State<S>> nexts = new ArrayList<>();
        for (int call = state.done.nextClearBit(0); call < calls.size(); call = state.done.nextClearBit(call + 1)) {
            if (calls.get(call).invoked() <= firstEnd) {
                S after = calls.get(call).after(state.found);
                if (after != null) {
                    BitSet done = (BitSet) state.done.clone();
                    done.set(call);
                    nexts.add(new State<>(done, after));
                }
            }
        }
        return nexts;
    }

    /** A call among others at the same time. */
    interface Call<S> {

        /** Before the call, on a clock that all threads share. */
        long invoked();

        /** After its answer; {@link Long#MAX_VALUE} if that is unknown. */
        long returned();

        /** Whether it may never have happened. */
        boolean mayBeMissing();

        /** The state after it; null if its answer does not fit the state before. */
        @Nullable
        S after(S before);
    }

    /** How far an order has come. */
    private record State<S>(BitSet done, S found) {}
}
