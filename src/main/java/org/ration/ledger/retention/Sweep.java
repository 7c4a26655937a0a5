// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import org.ration.ledger.transaction.TransactionRunner;

/** Removes what is not kept of one kind, in steps, and remembers its place between them. */
interface Sweep {

    /** The most rows that a step removes. */
    int ROWS = 256;

    /**
     * Takes a step: a look, and a short transaction if there is something to remove.
     *
     * @param runner runs the transactions
     * @param over the last instant of which every node knows that it is over
     * @return whether there is more to remove
     */
    boolean step(TransactionRunner runner, Instant over);
}
