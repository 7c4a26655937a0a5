// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.List;

/**
 * A batch as its {@link BatchHandler} sees it. For the one worker that carries it out.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
public interface BatchWork<R, A> extends ConnectionAcquisition {

    /**
     * What is still to be carried out: asked between {@link #connected} and the next {@link #begin}, and none of it can
     * be withdrawn meanwhile.
     *
     * @return in the order in which it is to be decided
     */
    List<Ticket<R, A>> undone();

    /**
     * How many requests the batch has begun with.
     *
     * @return 0 before {@link #connected}
     */
    int size();

    /**
     * Whether all have the same accounts, so that waiting for a lock delays no unrelated request.
     *
     * @return false before {@link #connected}
     */
    boolean alike();
}
