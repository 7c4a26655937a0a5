// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.Batch.Phase;
import org.ration.ledger.batch.Ticket.State;

/**
 * Decides which request is carried out when: the state behind {@link GroupCommit}, whose rules it keeps. It has no threads,
 * neither waits nor wakes, and is given the time. Every method is one step, so that a test can drive it by hand. What it
 * holds is in proportion to the requests that wait or are in flight.
 *
 * <p>Safe for use by many threads.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
final class BatchScheduler<R, A> {

    /** The accounts that are remembered because they failed, or were locked, lately. */
    private static final int MAX_REMEMBERED = 1024;

    private final Limits limits;
    private final long askingNanos;
    private final Predicate<A> refusal;
    private final Map<String, AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>>> accounts = new HashMap<>();
    private final Line<Ticket<R, A>> waiting = new Line<>();
    private final Line<Ticket<R, A>> ready = new Line<>();
    private final Line<Ticket<R, A>> readyIsolated = new Line<>();
    private final Line<Ticket<R, A>> readyExclusive = new Line<>();
    private final List<Batch<Ticket<R, A>>> running = new ArrayList<>();
    private final Map<String, Long> isolatedUntil = new LinkedHashMap<>();
    private int free;
    private int freeIsolated;
    private int lost;
    private int asking;
    private long askedAt;
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
        this.askingNanos = askingNanos;
        this.refusal = refusal;
        this.free = limits.connections();
        this.freeIsolated = limits.connectionsIsolated();
    }

    /**
     * Lines a request up.
     *
     * @throws QuotaStoreException not charged, if too many are waiting already, or the scheduler is closed
     */
    synchronized void enter(Ticket<R, A> ticket, long now) {
        requireRoom(ticket);
        ticket.number = arrivals++;
        ticket.isolated = !isolatedUntil.isEmpty() && isRemembered(ticket, now);
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

    /** Opens a batch if a worker could do anything now: for a visitor, or to ask for a connection for what is ready. */
    synchronized @Nullable Batch<Ticket<R, A>> next(long now) {
        if (free == 0) {
            return null;
        }
        boolean mayAsk = asking == 0 || now - askedAt >= askingNanos;
        Ticket<R, A> request = mayAsk ? firstReady() : null;
        Ticket<R, A> visitor = readyExclusive.first();
        if (request == null && visitor == null) {
            return null;
        }
        free--;
        Batch<Ticket<R, A>> batch = new Batch<>(now);
        running.add(batch);
        if (request == null || (visitor != null && visitor.number < request.number)) {
            admit(batch, visitor);
        } else {
            batch.asking = true;
            asking++;
            askedAt = now;
        }
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
            stopAsking(batch);
            batch.since = now;
            fill(batch);
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
     * Ends a batch. What it has not done is lined up again, each set of accounts apart from all others.
     *
     * @return what is not, since the scheduler is closed, or nobody knows how far the batch came
     */
    synchronized List<Ticket<R, A>> leave(Batch<Ticket<R, A>> batch, long now) {
        List<Ticket<R, A>> turnedAway = new ArrayList<>(0);
        running.remove(batch);
        if (batch.asking) {
            stopAsking(batch);
        }
        if (batch.lost) {
            lost--;
        } else {
            lineUpUndone(batch, turnedAway, now);
            giveBack(batch);
        }
        noteRefusals(batch);
        free(batch);
        trust(batch);
        return turnedAway;
    }

    /**
     * Takes a request out that nothing has been committed for.
     *
     * @return what it has waited for; null if it cannot be taken out
     */
    synchronized @Nullable Delay withdraw(Ticket<R, A> ticket, long now) {
        if (ticket.state == State.WAITING) {
            Delay delay = delay(ticket, now);
            ticket.state = State.GONE;
            unline(ticket);
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
     * One that works is not disturbed, unless it has been waiting, as for a lock; and only once, as where the database is slow
     * none would ever end. A visitor may have committed something.
     */
    private boolean canLeave(Ticket<R, A> ticket, Batch<Ticket<R, A>> batch, long now) {
        return switch (batch.phase) {
            case CONNECTING -> true;
            case WORKING ->
                !ticket.isExclusive() && !batch.repeated && now - batch.phaseSince > limits.timeoutNanos() / 4;
            case COMMITTING -> false;
        };
    }

    /** Gives up a request that is being carried out; tells whether it is. */
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
        List<Ticket<R, A>> late = waiting.takeWhile(ticket -> ticket.again || ticket.soft.passed(now));
        late.removeIf(ticket -> !ticket.soft.passed(now)); // those lined up again are in front, in no order of time
        for (Batch<Ticket<R, A>> batch : running) {
            for (Ticket<R, A> member : batch.members) {
                if (member.isUndone() && isLate(member, batch, now)) {
                    late.add(member);
                }
            }
        }
        return late;
    }

    /** A visitor may take its time, but not for one of its connections, or for what it does with one. */
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
            if (!batch.lost && lost < limits.connections() && now - outSince(batch) > limits.hardNanos()) {
                batch.lost = true;
                lost++;
                if (batch.asking) {
                    stopAsking(batch);
                }
                for (Ticket<R, A> member : batch.members) {
                    if (!member.isExclusive() && member.state == State.IN_FLIGHT) {
                        member.state = State.GONE;
                        abandoned.add(member);
                    }
                }
                giveBack(batch);
                free(batch);
            }
        }
        return abandoned;
    }

    /** Since when a batch has its connection, or asks for it; a visitor has one after the other. */
    private static long outSince(Batch<? extends Ticket<?, ?>> batch) {
        Ticket<?, ?> leader = batch.leader();
        return leader != null && leader.isExclusive() ? batch.phaseSince : batch.since;
    }

    /** Keeps the accounts of a request that failed apart from others for a while. */
    synchronized void isolate(Ticket<R, A> ticket, long now) {
        for (String account : ticket.accounts) {
            isolatedUntil.remove(account);
            isolatedUntil.put(account, now + limits.hardNanos());
        }
        while (isolatedUntil.size() > MAX_REMEMBERED) {
            isolatedUntil.remove(isolatedUntil.keySet().iterator().next());
        }
    }

    /** Lets nobody in any more; answers those that wait. */
    synchronized List<Ticket<R, A>> close() {
        closed = true;
        List<Ticket<R, A>> left = new ArrayList<>();
        for (Ticket<R, A> ticket = waiting.first(); ticket != null; ticket = waiting.first()) {
            ticket.state = State.GONE;
            unline(ticket);
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
        return waiting.size();
    }

    /** How many connections are free. */
    synchronized int free() {
        return free;
    }

    /** How many accounts are kept apart from others for a while. */
    synchronized int remembered() {
        return isolatedUntil.size();
    }

    /** Whether every connection is free, and nothing is remembered but which accounts are kept apart. */
    synchronized boolean isIdle() {
        return free == limits.connections()
                && freeIsolated == limits.connectionsIsolated()
                && lost == 0
                && asking == 0
                && accounts.isEmpty()
                && running.isEmpty()
                && waiting.isEmpty()
                && ready.isEmpty()
                && readyIsolated.isEmpty()
                && readyExclusive.isEmpty();
    }

    private void requireRoom(Ticket<R, A> ticket) {
        if (closed) {
            throw QuotaStoreException.notCharged("the application is being stopped; nothing has been charged", null);
        }
        if (waiting.size() >= limits.waiting()) {
            throw full("on this node");
        }
        for (String account : ticket.accounts) {
            AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue = accounts.get(account);
            if (queue != null && queue.size() >= limits.waitingPerAccount()) {
                throw full("for one counter");
            }
        }
    }

    private QuotaStoreException full(String where) {
        return QuotaStoreException.notCharged(
                "too many charges are waiting " + where + "; see the setting ration.waiting", null);
    }

    private boolean isRemembered(Ticket<R, A> ticket, long now) {
        isolatedUntil.values().removeIf(until -> until - now < 0);
        for (String account : ticket.accounts) {
            if (isolatedUntil.containsKey(account)) {
                return true;
            }
        }
        return false;
    }

    /** The one that has waited longest of those that may have a connection. */
    private @Nullable Ticket<R, A> firstReady() {
        Ticket<R, A> one = ready.first();
        Ticket<R, A> isolated = freeIsolated > 0 ? readyIsolated.first() : null;
        if (one == null || isolated == null) {
            return one == null ? isolated : one;
        }
        return one.number < isolated.number ? one : isolated;
    }

    /** Takes the first that is ready, what then is ready on the same accounts, and, unless it is isolated, all else. */
    private void fill(Batch<Ticket<R, A>> batch) {
        Ticket<R, A> more = firstReady();
        batch.isolated = more != null && more.isolated;
        freeIsolated -= batch.isolated ? 1 : 0;
        Deque<Ticket<R, A>> behind = new ArrayDeque<>();
        while (more != null) {
            admit(batch, more);
            addBehind(batch, more, behind);
            more = nextBehind(batch, behind);
            if (more == null && !batch.isolated && ready.first() != null && fits(batch, ready.first())) {
                more = ready.first();
            }
        }
    }

    private @Nullable Ticket<R, A> nextBehind(Batch<Ticket<R, A>> batch, Deque<Ticket<R, A>> behind) {
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

    private void admit(Batch<Ticket<R, A>> batch, Ticket<R, A> ticket) {
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

    private void addBehind(Batch<Ticket<R, A>> batch, Ticket<R, A> ticket, Deque<Ticket<R, A>> behind) {
        for (Ticket.Place<R, A> place : ticket.places) {
            Ticket<R, A> first = place.queue().first();
            if (first != null && batch.accepts(first) && isFirst(first, batch)) {
                behind.add(first);
            }
        }
    }

    /** Whether a request is the first on each of its accounts, and none of them is in flight but in this batch. */
    private boolean isFirst(Ticket<R, A> ticket, @Nullable Batch<Ticket<R, A>> batch) {
        for (Ticket.Place<R, A> place : ticket.places) {
            AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue = place.queue();
            if (queue.first() != ticket || (queue.batch != null && queue.batch != batch)) {
                return false;
            }
        }
        return true;
    }

    /** Makes a request ready, if it is. */
    private void offer(Ticket<R, A> ticket) {
        if (ticket.readyPlace == null && isFirst(ticket, null)) {
            ticket.readyPlace = readyLine(ticket).addLast(ticket);
        }
    }

    private Line<Ticket<R, A>> readyLine(Ticket<R, A> ticket) {
        if (ticket.isExclusive()) {
            return readyExclusive;
        }
        return ticket.isolated ? readyIsolated : ready;
    }

    /** Makes the first of an account ready, if it is; forgets an account that nobody wants. */
    private void offerFirst(AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue) {
        Ticket<R, A> first = queue.first();
        if (first != null) {
            offer(first);
        } else if (queue.batch == null) {
            accounts.remove(queue.id, queue);
        }
    }

    /** Takes a request that waits out of all queues, so that those behind it may be ready. */
    private void unline(Ticket<R, A> ticket) {
        leaveLines(ticket);
        ticket.places.forEach(place -> place.place().leave());
        ticket.places.forEach(place -> offerFirst(place.queue()));
    }

    private void leaveLines(Ticket<R, A> ticket) {
        ticket.waitingPlace.leave();
        if (ticket.readyPlace != null) {
            ticket.readyPlace.leave();
            ticket.readyPlace = null;
        }
    }

    /** What was left out, without a fault, is locked by others, and so is isolated at once. */
    private void lineUpUndone(Batch<Ticket<R, A>> batch, List<Ticket<R, A>> turnedAway, long now) {
        List<Ticket<R, A>> undone = batch.undone();
        for (int i = undone.size() - 1; i >= 0; i--) {
            Ticket<R, A> ticket = undone.get(i);
            if (!batch.failed) {
                isolate(ticket, now);
            }
            if (closed || batch.torn) {
                ticket.state = State.GONE;
                turnedAway.add(ticket);
            } else {
                lineUpFirst(ticket);
            }
        }
    }

    private void lineUpFirst(Ticket<R, A> ticket) {
        ticket.state = State.WAITING;
        ticket.again = true;
        ticket.isolated = true;
        ticket.batch = null;
        ticket.waitingPlace = waiting.addFirst(ticket);
        ticket.places.replaceAll(
                place -> new Ticket.Place<>(place.queue(), place.queue().addFirst(ticket)));
    }

    /** The accounts of a batch are no longer in flight. */
    private void free(Batch<Ticket<R, A>> batch) {
        for (AccountQueue<Ticket<R, A>, Batch<Ticket<R, A>>> queue : batch.accounts) {
            if (queue.batch == batch) {
                queue.batch = null;
            }
        }
        batch.accounts.forEach(this::offerFirst);
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
        batch.accounts.forEach(queue -> isolatedUntil.remove(queue.id));
    }

    private void stopAsking(Batch<Ticket<R, A>> batch) {
        batch.asking = false;
        asking--;
    }

    private void giveBack(Batch<Ticket<R, A>> batch) {
        free++;
        freeIsolated += batch.isolated ? 1 : 0;
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

    /** What a request has waited for. */
    enum Delay {
        /** Its turn. */
        TURN,
        /** A connection from the container's pool. */
        POOL,
        /** The row of an account that is kept apart, since others have locked it or charges on it have failed. */
        ROW
    }
}
