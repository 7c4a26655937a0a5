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
    record Reset(String key) implements Operation {}

    /** Set one counter to 0; of the charge only its account matters. */
    record ResetOne(QuotaCharge charge) implements Operation {}

    /** Move the clock on, or back. */
    record Move(long millis) implements Operation {}

    /** Move the clock to so many milliseconds after the end of an account's window, if it has one. */
    record MoveToEnd(QuotaCharge charge, long millis) implements Operation {}

    /** An operator's limit, until so long from now; both null to take it away. */
    record Override(QuotaCharge charge, Long limit, Long millis) implements Operation {}

    /** Extra units for the open window. */
    record Grant(QuotaCharge charge, long units) implements Operation {}

    /** Change what is used in the open window, not below 0. */
    record Correct(QuotaCharge charge, long units) implements Operation {}
}
