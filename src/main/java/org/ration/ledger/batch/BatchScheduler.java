// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.Batch.Phase;
import org.ration.ledger.batch.Ticket.State;

/**
 * Decides which request is carried out when: the state behind {@link GroupCommit}, whose rules it keeps. It has no
 * threads, neither waits nor wakes, and is given the time. Each method is one step, so that a test can drive it by
 * hand. Its memory is in proportion to the requests that wait or are in flight.
 *
 * <p>Safe for use by many threads.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class BatchScheduler<R, A> {

    private final Limits limits;
    private final Predicate<A> refusal;
    private final Queues<R, A> queues = new Queues<>();
    private final Filling<R, A> filling;
    private final Slots slots;
    private final List<Batch<Ticket<R, A>>> running = new ArrayList<>();
    private final Isolation isolation;
    private long arrivals;
    private boolean closed;

    /**
     * A scheduler of nothing yet.
     *
     * @param limits how much is allowed
     * @param askingNanos for how long one batch that asks for a connection keeps others from asking, too
     * @param refusal whether an answer is a refusal
     */
    BatchScheduler(Limits limits, long askingNanos, Predicate<A> refusal) {
        this.limits = limits;
        this.refusal = refusal;
        this.filling = new Filling<>(limits, queues);
        this.slots = new Slots(limits, askingNanos);
        this.isolation = new Isolation(limits.hardNanos());
    }

    /**
     * Queues a request.
     *
     * @throws QuotaStoreException not charged, if too many are waiting already, or the scheduler is closed
     */
    synchronized void enter(Ticket<R, A> ticket, long now) {
        requireRoom(ticket);
        ticket.number = arrivals++;
        ticket.isolated |= isolation.touches(ticket.accounts, now);
        queues.enter(ticket);
    }

    /**
     * Opens a batch if a worker could do anything now: for an exclusive request, or to ask for a connection for what is
     * ready.
     */
    synchronized @Nullable Batch<Ticket<R, A>> next(long now) {
        if (slots.free() == 0) {
            return null;
        }
        Ticket<R, A> request = slots.mayAsk(now) ? queues.firstReady(slots.freeForIsolated()) : null;
        Ticket<R, A> exclusive = queues.firstExclusive(slots.freeForIsolated());
        if (request == null && exclusive == null) {
            return null;
        }
        slots.take();
        Batch<Ticket<R, A>> batch = new Batch<>(now);
        running.add(batch);
        if (request == null || (exclusive != null && exclusive.number < request.number)) {
            queues.admit(exclusive, batch);
            if (exclusive.isolated) {
                slots.isolate(batch);
            }
        } else {
            slots.ask(batch, now);
        }
        return batch;
    }

    /**
     * Opens a batch of one request that waits, for its own caller, beside those of workers and with a connection of its
     * own.
     *
     * @return null if the request is not ready, or many callers have such a connection already
     */
    synchronized @Nullable Batch<Ticket<R, A>> besideWorkers(Ticket<R, A> ticket, long now) {
        Batch<Ticket<R, A>> batch = new Batch<>(now);
        if (ticket.state != State.WAITING || !queues.isFirst(ticket, null) || !slots.takeBeside(batch)) {
            return null;
        }
        running.add(batch);
        queues.admit(ticket, batch);
        return batch;
    }

    /** Notes that a batch waits for a connection, so that its members may be withdrawn. */
    synchronized void begin(Batch<Ticket<R, A>> batch, long now) {
        batch.enter(Phase.CONNECTING, now);
    }

    /**
     * Notes that a batch has its connection: the first time, it takes what is ready.
     *
     * @return whether it has anything to do
     */
    synchronized boolean connected(Batch<Ticket<R, A>> batch, long now) {
        batch.enter(Phase.WORKING, now);
        batch.withdrawn = false;
        if (batch.asking) {
            slots.stopAsking(batch);
            batch.since = now;
            Ticket<R, A> first = queues.firstReady(slots.freeForIsolated());
            if (first != null && first.isolated) {
                slots.isolate(batch);
            }
            filling.fill(batch, first);
        }
        for (Ticket<R, A> member : batch.members) {
            if (member.isUndone()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Notes that all is done but the commit.
     *
     * @return false if a member was withdrawn since the batch has its connection
     */
    synchronized boolean commits(Batch<Ticket<R, A>> batch, long now) {
        if (batch.withdrawn) {
            batch.repeated = true;
            return false;
        }
        batch.enter(Phase.COMMITTING, now);
        return true;
    }

    /**
     * Ends a batch. Requests that it has not carried out are queued again, each set of accounts isolated.
     *
     * @return the requests that are not, since the scheduler is closed, or it is unknown how far the batch came
     */
    synchronized List<Ticket<R, A>> leave(Batch<Ticket<R, A>> batch, long now) {
        List<Ticket<R, A>> rejected = new ArrayList<>(0);
        running.remove(batch);
        slots.stopAsking(batch);
        if (batch.lost) {
            slots.find();
        } else {
            requeueUndone(batch, rejected, now);
            slots.giveBack(batch);
        }
        noteRefusals(batch);
        queues.free(batch);
        trust(batch);
        return rejected;
    }

    /**
     * Takes out a request for which nothing has been committed.
     *
     * @return what it has waited for; null if it cannot be taken out
     */
    synchronized @Nullable Delay withdraw(Ticket<R, A> ticket, long now) {
        if (ticket.state == State.WAITING) {
            Delay delay = delay(ticket, now);
            ticket.state = State.GONE;
            queues.leave(ticket);
            return delay;
        }
        if (ticket.state != State.IN_FLIGHT || ticket.isDone() || !canLeave(ticket, ticket.batch, now)) {
            return null;
        }
        ticket.state = State.GONE;
        ticket.batch.withdrawn = true;
        return ticket.batch.phase == Phase.CONNECTING ? Delay.POOL : Delay.ROW;
    }

    /**
     * A batch that works is not disturbed, unless it has been waiting, for example for a lock; and only once, since
     * none would end on a slow database. An exclusive request may have committed something.
     */
    private boolean canLeave(Ticket<R, A> ticket, Batch<Ticket<R, A>> batch, long now) {
        return switch (batch.phase) {
            case CONNECTING -> true;
            case WORKING ->
                !ticket.isExclusive() && !batch.repeated && now - batch.phaseSince > limits.timeoutNanos() / 4;
            case COMMITTING -> false;
        };
    }

    /** Gives up a request that is being carried out; answers whether it is. */
    synchronized boolean abandon(Ticket<R, A> ticket) {
        boolean inFlight = ticket.state == State.IN_FLIGHT;
        if (inFlight) {
            ticket.state = State.GONE;
            ticket.batch.withdrawn |= ticket.isExclusive(); // what it has not committed yet, it need not
        }
        return inFlight;
    }

    /** The requests whose time is over. */
    synchronized List<Ticket<R, A>> late(long now) {
        List<Ticket<R, A>> late = queues.late(now);
        for (Batch<Ticket<R, A>> batch : running) {
            for (Ticket<R, A> member : batch.members) {
                if (member.isUndone() && isLate(member, batch, now)) {
                    late.add(member);
                }
            }
        }
        return late;
    }

    /** An exclusive request may take its time, but not for one of its connections, or for its work on one. */
    private boolean isLate(Ticket<R, A> member, Batch<Ticket<R, A>> batch, long now) {
        if (!member.isExclusive()) {
            return member.soft.passed(now);
        }
        long most = batch.phase == Phase.CONNECTING ? limits.timeoutNanos() : limits.hardNanos();
        return now - batch.phaseSince > most;
    }

    /**
     * Gives up connections that have been out for too long, so that others may be used in their place.
     *
     * @return the requests that were in flight with them
     */
    synchronized List<Ticket<R, A>> reclaim(long now) {
        List<Ticket<R, A>> abandoned = new ArrayList<>();
        for (Batch<Ticket<R, A>> batch : running) {
            if (!batch.lost && slots.mayLose() && now - outSince(batch) > limits.hardNanos()) {
                slots.lose(batch);
                for (Ticket<R, A> member : batch.members) {
                    if (!member.isExclusive() && member.state == State.IN_FLIGHT) {
                        member.state = State.GONE;
                        abandoned.add(member);
                    }
                }
                queues.free(batch);
            }
        }
        return abandoned;
    }

    /** Since when a batch has its connection, or asks for it; an exclusive request has one after the other. */
    private static long outSince(Batch<? extends Ticket<?, ?>> batch) {
        Ticket<?, ?> leader = batch.leader();
        return leader != null && leader.isExclusive() ? batch.phaseSince : batch.since;
    }

    /** Isolates the accounts of a request that failed, for a while. */
    synchronized void isolate(Ticket<R, A> ticket, long now) {
        isolation.add(ticket.accounts, now);
    }

    /** Admits no further requests; answers those that wait. */
    synchronized List<Ticket<R, A>> close() {
        closed = true;
        List<Ticket<R, A>> left = new ArrayList<>();
        for (Ticket<R, A> ticket = queues.firstWaiting(); ticket != null; ticket = queues.firstWaiting()) {
            ticket.state = State.GONE;
            queues.leave(ticket);
            left.add(ticket);
        }
        return left;
    }

    /** The requests in flight. */
    synchronized List<Ticket<R, A>> inFlight() {
        List<Ticket<R, A>> inFlight = new ArrayList<>();
        running.forEach(batch -> inFlight.addAll(batch.undone()));
        return inFlight;
    }

    /** How many requests wait for their batch to begin. */
    synchronized int waiting() {
        return queues.size();
    }

    /** How many connections are free. */
    synchronized int free() {
        return slots.free();
    }

    /** How many accounts are isolated. */
    synchronized int remembered() {
        return isolation.size();
    }

    /** Whether every connection is free, and nothing is remembered but the isolated accounts. */
    synchronized boolean isIdle() {
        return slots.isIdle() && running.isEmpty() && queues.isEmpty();
    }

    private void requireRoom(Ticket<R, A> ticket) {
        if (closed) {
            throw QuotaStoreException.notCharged("the application is being stopped; nothing has been charged", null);
        }
        if (queues.size() >= limits.waiting()) {
            throw Limits.full("on this node");
        }
        for (String account : ticket.accounts) {
            if (queues.size(account) >= limits.waitingPerAccount()) {
                throw Limits.full("for one counter");
            }
        }
    }

    /** Requests that were left out without a failure have rows that others have locked, and are isolated at once. */
    private void requeueUndone(Batch<Ticket<R, A>> batch, List<Ticket<R, A>> rejected, long now) {
        List<Ticket<R, A>> undone = batch.undone();
        for (int i = undone.size() - 1; i >= 0; i--) {
            Ticket<R, A> ticket = undone.get(i);
            if (!batch.failed) {
                isolate(ticket, now);
            }
            if (closed || batch.torn) {
                ticket.state = State.GONE;
                rejected.add(ticket);
            } else {
                queues.enterFirst(ticket);
            }
        }
    }

    private void noteRefusals(Batch<Ticket<R, A>> batch) {
        for (Ticket<R, A> member : batch.members) {
            if (member.isDone()) {
                A answer = member.answered();
                boolean refused = answer != null && refusal.test(answer);
                for (Ticket.Place<R, A> place : member.places) {
                    place.queue().mayBeFull = refused;
                }
            }
        }
    }

    /** Isolated accounts that were charged are trusted again. */
    private void trust(Batch<Ticket<R, A>> batch) {
        if (!batch.isolated || batch.members.stream().anyMatch(member -> !member.isDone() || member.fault() != null)) {
            return;
        }
        batch.accounts.forEach(queue -> isolation.forget(queue.id));
    }

    private Delay delay(Ticket<R, A> ticket, long now) {
        if (ticket.isolated || isBehindIsolated(ticket)) {
            return Delay.ROW;
        }
        return waitsForPool(now) ? Delay.POOL : Delay.TURN;
    }

    private static boolean isBehindIsolated(Ticket<?, ?> ticket) {
        for (Ticket.Place<?, ?> place : ticket.places) {
            if (place.queue().batch != null && place.queue().batch.isolated) {
                return true;
            }
        }
        return false;
    }

    private boolean waitsForPool(long now) {
        for (Batch<Ticket<R, A>> batch : running) {
            if (batch.asking && now - batch.since > limits.timeoutNanos() / 2) {
                return true;
            }
        }
        return false;
    }

    /** The reason why a request waited. */
    enum Delay {
        /** Its turn. */
        TURN,
        /** A connection from the container's pool. */
        POOL,
        /** The row of an isolated account, since others have locked it or charges on it have failed. */
        ROW
    }
}
