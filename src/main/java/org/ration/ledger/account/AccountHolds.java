// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open holds of an account: their number and first end, of whatever window, and the units reserved by those of the
 * last window. A hold that has come to its end is part of them until the account is next locked.
 */
@Embeddable
@Access(AccessType.FIELD)
public class AccountHolds {

    @Column(name = "reserved", nullable = false)
    private long reserved;

    /** No hold that is open ends before; null while none is. */
    @Column(name = "held_until")
    private @Nullable Long heldUntil;

    @Column(name = "holds", nullable = false)
    private long number;

    /** None. Also for the persistence provider. */
    protected AccountHolds() {}

    /** Adds a hold; of an earlier window, it reserves 0 units. */
    void add(long units, Instant end) {
        reserved = Math.addExact(reserved, units);
        number++;
        heldUntil = heldUntil == null ? end.toEpochMilli() : Math.min(heldUntil, end.toEpochMilli());
    }

    /** Takes a hold away, with the units that it has reserved in the last window. */
    void remove(long units) {
        reserved -= units;
        number--;
        heldUntil = number == 0 ? null : heldUntil;
    }

    /** A new window, in which none reserves units. */
    void rollOver() {
        reserved = 0;
    }

    /** Takes all away. */
    void clear() {
        reserved = 0;
        number = 0;
        heldUntil = null;
    }

    /** Whether a hold may have come to its end, so that they must be added up anew. */
    boolean mayHaveEnded(Instant now) {
        return heldUntil != null && heldUntil <= now.toEpochMilli();
    }

    /** When the first one ends, or would have ended. */
    Optional<Instant> firstEnd() {
        return Optional.ofNullable(heldUntil).map(Instant::ofEpochMilli);
    }

    long reserved() {
        return reserved;
    }

    long number() {
        return number;
    }
}
