// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.util.List;
import java.util.function.Function;
import org.ration.ledger.sql.RetentionTables.Place;

/**
 * Goes through an index from the first entry to the last, some entries at a time, and again from the first. A step
 * begins where the last one ended: entries that were removed stay in the index of PostgreSQL until it is vacuumed, and
 * would be read by every step that begins with the first
 * ({@code RetentionContract.aStepGoesOnWhereTheLastOneEnded}).
 */
final class Round {

    private Place next = Place.FIRST;
    private Place furthest = Place.FIRST;

    /**
     * Takes a step.
     *
     * @param look finds up to {@link Sweep#ROWS} entries behind a place
     * @return what it found; fewer at the end of the round
     */
    List<Place> step(Function<Place, List<Place>> look) {
        Place behind = next;
        next = furthest; // should the look take too long among removed entries, the next one does not begin there
        List<Place> found = look.apply(behind);
        boolean ended = found.size() < Sweep.ROWS;
        furthest = found.isEmpty() ? behind : found.get(found.size() - 1);
        next = ended ? Place.FIRST : furthest;
        return found;
    }
}
