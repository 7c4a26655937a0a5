// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose members can be removed anywhere at the same small cost. Not safe for use by many threads.
 *
 * @param <T> its members
 */
class Line<T> {

    private @Nullable Place<T> first;
    private @Nullable Place<T> last;
    private int size;

    /** Joins at the end. */
    Place<T> addLast(T member) {
        Place<T> place = new Place<>(this, member);
        place.before = last;
        if (last == null) {
            first = place;
        } else {
            last.behind = place;
        }
        last = place;
        size++;
        return place;
    }

    /** Joins before all others. */
    Place<T> addFirst(T member) {
        Place<T> place = new Place<>(this, member);
        place.behind = first;
        if (first == null) {
            last = place;
        } else {
            first.before = place;
        }
        first = place;
        size++;
        return place;
    }

    @Nullable
    T first() {
        return first == null ? null : first.member;
    }

    /** Those at the front for which something holds. */
    List<T> takeWhile(Predicate<T> holds) {
        List<T> taken = new ArrayList<>();
        for (Place<T> place = first; place != null && holds.test(place.member); place = place.behind) {
            taken.add(place.member);
        }
        return taken;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * The place of a member.
     *
     * @param <T> the member
     */
    static final class Place<T> {

        private final Line<T> line;
        private final T member;
        private @Nullable Place<T> before;
        private @Nullable Place<T> behind;

        private Place(Line<T> line, T member) {
            this.line = line;
            this.member = member;
        }

        /** Leaves the queue; to be done once. */
        void leave() {
            if (before == null) {
                line.first = behind;
            } else {
                before.behind = behind;
            }
            if (behind == null) {
                line.last = before;
            } else {
                behind.before = before;
            }
            line.size--;
        }
    }
}
