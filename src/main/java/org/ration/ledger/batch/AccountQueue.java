// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for one account, in the order of their arrival.
 *
 * @param <T> the requests
 * @param <B> their batches
 */
final class AccountQueue<T, B> extends Line<T> {

    final String id;

    /** The batch that has the account in flight. */
    @Nullable
    B batch;

    /** Whether the last request on the account was refused. */
    boolean mayBeFull;

    AccountQueue(String id) {
        this.id = id;
    }
}
