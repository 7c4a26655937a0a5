// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a concurrent history of charges with an id.
 *
 * @param invoked before the call, on a clock that all threads share
 * @param returned after its answer
 * @param does what it does
 * @param answer what it was told
 */
record HoldsCall(long invoked, long returned, Operation does, String answer)
        implements Linearizability.Call<HoldsState> {

    @Override
    public boolean mayBeMissing() {
        return false;
    }

    @Override
    public @Nullable HoldsState after(HoldsState before) {
        Outcome outcome = does.on(before);
        return outcome.answer.equals(answer) ? outcome.after : null;
    }

    /** What a call does. */
    sealed interface Operation {

        Outcome on(HoldsState before);
    }

    /**
     * Takes units, all or nothing.
     *
     * @param costs the units by key
     * @param limit the limit of each counter
     * @param id the id; null if there is none
     * @param held whether they are held, and not counted at once
     */
    record Take(Map<String, Long> costs, long limit, @Nullable String id, boolean held) implements Operation {

        @Override
        public Outcome on(HoldsState before) {
            HoldsState.Identified known = id == null ? null : before.ids().get(id);
            if (known != null) {
                return new Outcome(before, known.isOf(costs, held) ? "replayed" + known.answer() : "conflict");
            }
            boolean fits =
                    costs.entrySet().stream().allMatch(cost -> before.fits(cost.getKey(), cost.getValue(), limit));
            return fits ? taken(before) : new Outcome(before, "refused" + before.shown(costs.keySet()));
        }

        private Outcome taken(HoldsState before) {
            if (id == null) {
                HoldsState after = before.counting(costs);
                return new Outcome(after, "taken" + after.shown(costs.keySet()));
            }
            HoldsState after = held ? before.holding(id, costs) : before.remembering(id, costs);
            String shown = after.shown(costs.keySet());
            return new Outcome(after.answering(id, shown), "taken" + shown);
        }
    }

    /**
     * Says what the charges of an id have cost.
     *
     * @param id the id
     * @param units the units of each
     */
    record Settle(String id, long units) implements Operation {

        @Override
        public Outcome on(HoldsState before) {
            HoldsState.Identified known = before.ids().get(id);
            if (known == null) {
                return new Outcome(before, "unknown");
            }
            HoldsState after = before.settling(id, units);
            return new Outcome(after, "settled" + after.shown(known.costs().keySet()));
        }
    }

    /**
     * Says that nothing was needed.
     *
     * @param id the id
     */
    record Release(String id) implements Operation {

        @Override
        public Outcome on(HoldsState before) {
            return before.ids().containsKey(id)
                    ? new Outcome(before.settling(id, 0), "true")
                    : new Outcome(before, "false");
        }
    }

    /** What comes of it. */
    record Outcome(HoldsState after, String answer) {}
}
