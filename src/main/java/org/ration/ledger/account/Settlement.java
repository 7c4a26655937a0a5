// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPolicy;

/**
 * What the charges of an id have cost.
 *
 * @param digest by which the id is stored
 * @param units one number for all charges, or one for each; null for what was asked of each
 * @param last whether it is the last word, after which the id is forgotten
 * @param heldOnly whether it leaves what is not held any more as it is
 */
public record Settlement(String digest, long @Nullable [] units, boolean last, boolean heldOnly) {

    /** In a last word, in place of the units of a charge: it stays held, and is remembered. */
    public static final long LEFT = -1;

    /** What the charges of an id have cost. */
    public static Settlement of(AccountIds ids, String text, long... units) {
        return new Settlement(ids.charge(text), units, false, false);
    }

    /** That all was needed that was asked for. */
    public static Settlement inFull(AccountIds ids, String text) {
        return new Settlement(ids.charge(text), null, false, false);
    }

    /** That nothing was needed of what is still held. What was settled in the meantime stays counted. */
    public static Settlement unused(AccountIds ids, String text) {
        return new Settlement(ids.charge(text), new long[] {0}, false, true);
    }

    /** An operator's: that nothing was needed. The id is not known, only its digest. */
    public static Settlement released(String digest) {
        return new Settlement(digest, new long[] {0}, false, false);
    }

    /** The same, after which the id is forgotten. */
    public Settlement asLast() {
        return new Settlement(digest, units, true, heldOnly);
    }

    /**
     * Refuses numbers that cannot be those of so many charges.
     *
     * @throws IllegalArgumentException if one is out of range, or there are neither one nor as many as charges
     */
    public void requireFor(int charges) {
        if (units == null) {
            return;
        }
        if (!suits(charges)) {
            throw new IllegalArgumentException(
                    units.length + " numbers of units for " + charges + " charges; use one for all, or one for each");
        }
        for (long number : units) {
            if (number < (last ? LEFT : 0) || number > QuotaPolicy.MAX_UNITS) {
                throw new IllegalArgumentException(
                        "units is " + Arrays.toString(units) + "; use 0 to " + QuotaPolicy.MAX_UNITS);
            }
        }
    }

    /** Whether it has numbers for so many charges. */
    boolean suits(int charges) {
        return units == null || units.length == 1 || units.length == charges;
    }

    boolean leaves(Receipt receipt) {
        return heldOnly ? !receipt.isHeld() : units != null && unitsOf(receipt) == LEFT;
    }

    long unitsOf(Receipt receipt) {
        if (units == null) {
            return receipt.cost();
        }
        return units.length == 1 ? units[0] : units[receipt.line()];
    }
}
