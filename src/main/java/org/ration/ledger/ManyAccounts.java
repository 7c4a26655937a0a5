// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.IdRange;
import org.ration.ledger.sql.OperatorTables;

/**
 * Acts on many accounts, and counts them, in short transactions.
 *
 * @param gate admits its work to the database
 * @param settings whose accounts
 */
record ManyAccounts(DatabaseGate gate, LedgerSettings settings) {

    /** Accounts that are locked at a time. */
    static final int BATCH = 256;

    private static final int LOOKED_AT = 2_000;
    private static final int COUNTED = 20_000;

    /** Through all accounts, to find some of them; at most {@link #BATCH} at once. */
    AccountWalk walk() {
        return new AccountWalk(gate, settings, LOOKED_AT, BATCH);
    }

    /** The sum of a number over all accounts. */
    long sum(BiFunction<OperatorTables, IdRange, Long> number) {
        return new AccountWalk(gate, settings, COUNTED, COUNTED).sum(number);
    }

    /**
     * An act on many accounts.
     *
     * @param announced notifies listeners of what was done, and answers on how many accounts
     */
    <T> ActOnMany<T> act(ActOnMany.OnLocked<T> act, ToLongFunction<T> announced) {
        return new ActOnMany<>(gate, act, announced);
    }
}
