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
     * What is still to be carried out: asked between {@link #connected} and the next {@link #begin}. Any of it may be
     * given up meanwhile.
     *
     * @return in the order in which it is to be decided; nothing if all has been given up
     */
    List<Ticket<R, A>> undone();

    /**
     * How many requests the batch has begun with.
     *
     * @return 0 before {@link #connected}
     */
    int size();

    /**
     * Has something reported, as answers are handed out: on a thread that holds no connection, before the end.
     *
     * @param report what is durable
     */
    void afterwards(Runnable report);

    /**
     * Whether all have the same accounts, so that waiting for a lock delays no unrelated request.
     *
     * @return false before {@link #connected}
     */
    boolean alike();
}
