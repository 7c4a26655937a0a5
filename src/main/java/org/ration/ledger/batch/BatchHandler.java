// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

/**
 * Carries batches out, each in one exact transaction or in few.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
@FunctionalInterface
public interface BatchHandler<R, A> {

    /**
     * Gets a connection, takes what the batch has by then, and answers each request ({@link Ticket#answer}) once that
     * is durable. Requests without an answer have not been carried out and are lined up again, each set of accounts by
     * itself.
     *
     * @param work the batch
     * @throws org.ration.QuotaStoreException what happened to all that have no answer
     */
    void carryOut(BatchWork<R, A> work);
}
