package org.ration.ledger.batch;

import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for one account, in the order of their arrival.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class AccountQueue<R, A> extends Line<Ticket<R, A>> {

    final String id;

    /** The batch that has the account in flight. */
    @Nullable
    Batch<R, A> batch;

    /** Whether the last request on the account was refused. */
    boolean mayBeFull;

    AccountQueue(String id) {
        this.id = id;
    }
}
