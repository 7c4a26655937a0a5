// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.List;
import org.ration.QuotaCharge;

/** One step of a history. It means something whatever came before it, so that a history can be shortened. */
sealed interface Operation {

    /** Charge all or nothing. */
    record Consume(List<QuotaCharge> charges) implements Operation {}

    /** Look whether a charge would fit. */
    record Check(QuotaCharge charge) implements Operation {}

    /** Read every counter of a key. */
    record Usage(String key) implements Operation {}

    /** Set a key's counters to 0. */
    record ResetKey(String key) implements Operation {}

    /** Set one counter to 0; of the charge only its account matters. */
    record ResetOne(QuotaCharge charge) implements Operation {}

    /** Move the clock on, or back. */
    record Move(long millis) implements Operation {}

    /** Move the clock to so many milliseconds after the end of an account's window, if it has one. */
    record MoveToEnd(QuotaCharge charge, long millis) implements Operation {}

    /** What an operator does. */
    sealed interface ByOperator extends Operation {}

    /**
     * An act on one account, by a look at it that is so many versions behind; of the charge only its account matters.
     */
    record ActOn(QuotaCharge charge, int behind, Act act) implements ByOperator {}

    /** Set a key's counters to 0, if they are not more than agreed to. */
    record ResetAll(String key, long atMost) implements ByOperator {}

    /** Forget a key. */
    record Erase(String key) implements ByOperator {}

    /** Forget what ended so long ago. */
    record Purge(long millis) implements ByOperator {}

    /** An act on one account. */
    sealed interface Act {}

    /** A limit, until so long from now; null for no end. */
    record Override(long limit, Long millis) implements Act {}

    /** Take the limit away. */
    record ClearOverride() implements Act {}

    /** Extra units for the open window. */
    record Grant(long units) implements Act {}

    /** Change what is used in the open window. */
    record Correct(long units) implements Act {}

    /** Set what is used to 0. */
    record Reset() implements Act {}

    /** End the window. */
    record Restart() implements Act {}
}
