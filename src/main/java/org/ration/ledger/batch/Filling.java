// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ration.ledger.batch.Ticket.State;

/**
 * How a batch gets its requests. Not safe for use by many threads.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class Filling<R, A> {

    private final Limits limits;
    private final Queues<R, A> queues;
    private final Deque<Ticket<R, A>> behind = new ArrayDeque<>();

    Filling(Limits limits, Queues<R, A> queues) {
        this.limits = limits;
        this.queues = queues;
    }

    /**
     * Takes a request that is ready, what then is ready on the same accounts, and, unless the batch is isolated, all
     * else.
     */
    void fill(Batch<Ticket<R, A>> batch, @Nullable Ticket<R, A> first) {
        Ticket<R, A> more = first;
        while (more != null) {
            queues.admit(more, batch);
            addBehind(batch, more);
            more = nextBehind(batch);
            if (more == null && !batch.isolated) {
                Ticket<R, A> next = queues.firstReady(false);
                more = next != null && fits(batch, next) ? next : null;
            }
        }
    }

    private void addBehind(Batch<Ticket<R, A>> batch, Ticket<R, A> ticket) {
        for (Ticket.Place<R, A> place : ticket.places) {
            Ticket<R, A> first = place.queue().first();
            if (first != null && batch.accepts(first) && queues.isFirst(first, batch)) {
                behind.add(first);
            }
        }
    }

    private @Nullable Ticket<R, A> nextBehind(Batch<Ticket<R, A>> batch) {
        for (Ticket<R, A> next = behind.poll(); next != null; next = behind.poll()) {
            if (next.state == State.WAITING && fits(batch, next)) {
                return next;
            }
        }
        return null;
    }

    private boolean fits(Batch<Ticket<R, A>> batch, Ticket<R, A> ticket) {
        return batch.members.size() < limits.requests()
                && batch.accounts.size() + added(ticket, batch) <= limits.accounts();
    }

    /** How many accounts a request would add to a batch. */
    private int added(Ticket<R, A> ticket, Batch<Ticket<R, A>> batch) {
        int added = 0;
        for (Ticket.Place<R, A> place : ticket.places) {
            added += place.queue().batch == batch ? 0 : 1;
        }
        return added;
    }
}
