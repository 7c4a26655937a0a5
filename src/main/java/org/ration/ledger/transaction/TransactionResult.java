// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.transaction;

/**
 * The end of a piece of work.
 *
 * @param answer its answer
 * @param changed whether there is something to commit; if not, the transaction ends in a rollback, which costs no flush
 * @param <T> the answer's type
 */
public record TransactionResult<T>(T answer, boolean changed) {

    public static <T> TransactionResult<T> changed(T answer) {
        return new TransactionResult<>(answer, true);
    }

    public static <T> TransactionResult<T> unchanged(T answer) {
        return new TransactionResult<>(answer, false);
    }
}
