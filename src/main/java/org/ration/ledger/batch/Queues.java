// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ration.ledger.batch.Ticket.State;

/**
 * Where requests wait: each in the queue of each of its accounts, in the order of arrival, and those that are
 * <i>ready</i> in a line of their kind. Its memory is in proportion to the requests. Not safe for use by many
 * threads.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class Queues<R, A> {

    private final Map<String, AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>>> accounts = new HashMap<>();
    private final Line<Ticket<R, A>> waiting = new Line<>();
    private final Line<Ticket<R, A>> ready = new Line<>();
    private final Line<Ticket<R, A>> readyIsolated = new Line<>();
    private final Line<Ticket<R, A>> readyExclusive = new Line<>();
    private final Line<Ticket<R, A>> readyExclusiveIsolated = new Line<>();

    void enter(Ticket<R, A> ticket) {
        ticket.waitingPlace = waiting.addLast(ticket);
        for (String account : ticket.accounts) {
            AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue = accounts.get(account);
            if (queue == null) {
                queue = new AccountQueue<>(account);
                accounts.put(account, queue);
            }
            ticket.places.add(new Ticket.Place<>(queue, queue.addLast(ticket)));
        }
        offer(ticket);
    }

    /** Queues a request again, before all others; call it before its accounts are {@link #free}. */
    void enterFirst(Ticket<R, A> ticket) {
        ticket.state = State.WAITING;
        ticket.again = true;
        ticket.isolated = true;
        ticket.batch = null;
        ticket.waitingPlace = waiting.addFirst(ticket);
        ticket.places.replaceAll(
                place -> new Ticket.Place<>(place.queue(), place.queue().addFirst(ticket)));
    }

    /** Takes a request that waits out of all queues, so that those behind it may be ready. */
    void leave(Ticket<R, A> ticket) {
        leaveLines(ticket);
        ticket.places.forEach(place -> place.place().leave());
        ticket.places.forEach(place -> offerFirst(place.queue()));
    }

    /** Puts a request that waits into a batch, which has its accounts from now on. */
    void admit(Ticket<R, A> ticket, Batch<Ticket<R, A>> batch) {
        for (Ticket.Place<R, A> place : ticket.places) {
            AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue = place.queue();
            place.place().leave();
            ticket.mayBeFull |= queue.mayBeFull;
            if (queue.batch == null) {
                queue.batch = batch;
                batch.accounts.add(queue);
            }
        }
        leaveLines(ticket);
        ticket.state = State.IN_FLIGHT;
        ticket.batch = batch;
        batch.add(ticket);
    }

    /** The accounts of a batch are no longer in flight. */
    void free(Batch<Ticket<R, A>> batch) {
        for (AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue : batch.accounts) {
            if (queue.batch == batch) {
                queue.batch = null;
            }
        }
        batch.accounts.forEach(this::offerFirst);
    }

    /** The one that has waited longest of those that may have a connection. */
    @Nullable
    Ticket<R, A> firstReady(boolean orIsolated) {
        return first(ready, orIsolated ? readyIsolated : null);
    }

    @Nullable
    Ticket<R, A> firstExclusive(boolean orIsolated) {
        return first(readyExclusive, orIsolated ? readyExclusiveIsolated : null);
    }

    private static <R, A> @Nullable Ticket<R, A> first(
            Line<Ticket<R, A>> line, @Nullable Line<Ticket<R, A>> isolatedLine) {
        Ticket<R, A> one = line.first();
        Ticket<R, A> isolated = isolatedLine == null ? null : isolatedLine.first();
        if (one == null || isolated == null) {
            return one == null ? isolated : one;
        }
        return one.number < isolated.number ? one : isolated;
    }

    @Nullable
    Ticket<R, A> firstWaiting() {
        return waiting.first();
    }

    /** Whether a request is the first on each of its accounts, and none of them is in flight but in this batch. */
    boolean isFirst(Ticket<R, A> ticket, @Nullable Batch<Ticket<R, A>> batch) {
        for (Ticket.Place<R, A> place : ticket.places) {
            AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue = place.queue();
            if (queue.first() != ticket || (queue.batch != null && queue.batch != batch)) {
                return false;
            }
        }
        return true;
    }

    /** Those that wait and whose time is over. */
    List<Ticket<R, A>> late(long now) {
        List<Ticket<R, A>> late = waiting.takeWhile(ticket -> ticket.again || ticket.soft.passed(now));
        late.removeIf(ticket -> !ticket.soft.passed(now)); // those queued again are in front, in no order of time
        return late;
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** How many wait for an account. */
    int size(String account) {
        AccountQueue<?, ?> queue = accounts.get(account);
        return queue == null ? 0 : queue.size();
    }

    boolean isEmpty() {
        return accounts.isEmpty()
                && waiting.isEmpty()
                && ready.isEmpty()
                && readyIsolated.isEmpty()
                && readyExclusive.isEmpty()
                && readyExclusiveIsolated.isEmpty();
    }

    /** Makes a request ready, if it is. */
    private void offer(Ticket<R, A> ticket) {
        if (ticket.readyPlace == null && isFirst(ticket, null)) {
            ticket.readyPlace = readyLine(ticket).addLast(ticket);
        }
    }

    /** Makes the first of an account ready, if it is; forgets an account without requests. */
    private void offerFirst(AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue) {
        Ticket<R, A> first = queue.first();
        if (first != null) {
            offer(first);
        } else if (queue.batch == null) {
            accounts.remove(queue.id, queue);
        }
    }

    private Line<Ticket<R, A>> readyLine(Ticket<R, A> ticket) {
        if (ticket.isExclusive()) {
            return ticket.isolated ? readyExclusiveIsolated : readyExclusive;
        }
        return ticket.isolated ? readyIsolated : ready;
    }

    private void leaveLines(Ticket<R, A> ticket) {
        ticket.waitingPlace.leave();
        if (ticket.readyPlace != null) {
            ticket.readyPlace.leave();
            ticket.readyPlace = null;
        }
    }
}
