package org.ration.ledger.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * Who goes when: the state behind {@link GroupCommit}, whose rules it keeps. It knows requests, the queues of their
 * accounts and the free connections; it neither waits nor wakes, and is told the time. Every method is one step, so a test
 * can drive it by hand. What it holds is in proportion to the requests in flight.
 *
 * <p>Safe for use by many threads.
 *
 * @param <R> the requests
 */
public final class BatchScheduler<R extends BatchScheduler.Request> {

    /** The accounts that failed lately and are remembered for it. */
    private static final int MOST_FAILED = 1024;

    private static final Comparator<Request> BY_ARRIVAL = Comparator.comparingLong(request -> request.arrival);

    private final Bounds bounds;
    private final BooleanSupplier dry;
    private final Map<String, Lane<R>> lanes = new HashMap<>();
    private final TreeSet<R> ready = new TreeSet<>(BY_ARRIVAL);
    private final TreeSet<R> readyApart = new TreeSet<>(BY_ARRIVAL);
    private final TreeSet<R> readyVisitors = new TreeSet<>(BY_ARRIVAL);
    private final List<Batch<R>> running = new ArrayList<>();
    private final Map<String, Long> failedUntil = new LinkedHashMap<>();
    private int free;
    private int freeApart;
    private int lost;
    private int waiting;
    private long arrivals;

    /**
     * A schedule of nothing yet.
     *
     * @param bounds how much is allowed
     * @param dry whether one connection at a time is to be used, since there are no more to be had
     */
    BatchScheduler(Bounds bounds, BooleanSupplier dry) {
        this.bounds = bounds;
        this.dry = dry;
        this.free = bounds.connections;
        this.freeApart = bounds.connectionsApart();
    }

    /**
     * Lines a request up, or lets it lead at once if a connection is free and it is ready.
     *
     * @throws QuotaStoreException not charged, if too many are waiting already
     */
    synchronized void enter(R request, long now) {
        requireRoom(request);
        request.arrival = arrivals++;
        request.apart = !failedUntil.isEmpty() && failedLately(request, now);
        request.state = State.WAITING;
        waiting++;
        for (String account : request.accounts) {
            lanes.computeIfAbsent(account, id -> new Lane<>()).waiting.addLast(request);
        }
        offer(request);
    }

    /** Begins a batch: its leader, and what else is ready, in the order of arrival. */
    synchronized Batch<R> take(R leader, long now) {
        Batch<R> batch = new Batch<>(leader, now);
        running.add(batch);
        TreeSet<R> next = new TreeSet<>(BY_ARRIVAL);
        admit(batch, leader, next);
        boolean others = !leader.apart && !leader.isVisitor();
        R more = first(next, others ? ready : next);
        while (more != null && batch.lanes.size() + more.accounts.length <= bounds.accounts) {
            next.remove(more);
            ready.remove(more);
            admit(batch, more, next);
            more = first(next, others ? ready : next);
        }
        return batch;
    }

    /** Ends a batch. What it has not done is lined up again, each set of accounts apart from all others. */
    synchronized void leave(Batch<R> batch) {
        running.remove(batch);
        if (batch.lost) {
            lost--;
        } else {
            putBackUndone(batch);
            giveBack(batch.leader.leadsApart);
        }
        free(batch);
        batch.members.forEach(this::noteFull);
        if (batch.leader.apart && batch.members.stream().allMatch(member -> member.done && member.fault == null)) {
            failedUntil.keySet().removeAll(Arrays.asList(batch.leader.accounts));
        }
    }

    /** Gives a free connection to the request that has been ready longest. */
    synchronized @Nullable R promote() {
        if (!mayLead()) {
            return null;
        }
        R next = first(first(ready, readyVisitors), freeApart == 0 ? null : firstOf(readyApart));
        if (next != null) {
            unready(next);
            lead(next);
        }
        return next;
    }

    /**
     * Takes a request out, whose caller waits no longer.
     *
     * @return false if its batch has begun
     */
    synchronized boolean withdraw(R request) {
        if (request.state == State.LEADING) {
            giveBack(request.leadsApart);
        } else if (request.state != State.WAITING) {
            return false;
        }
        unready(request);
        request.state = State.GONE;
        waiting--;
        for (String account : request.accounts) {
            Lane<R> lane = lanes.get(account);
            lane.waiting.remove(request);
            offerFirst(account, lane);
        }
        return true;
    }

    /** Notes that the caller of a request in flight waits no longer; tells whether it is in flight. */
    synchronized boolean abandon(R request) {
        boolean inFlight = request.state == State.IN_FLIGHT;
        if (inFlight) {
            request.state = State.GONE;
        }
        return inFlight;
    }

    /** Gives up connections that have been out for too long, so that others may be used in their place. */
    synchronized void reclaim(long now) {
        for (Batch<R> batch : running) {
            if (!batch.lost && lost < bounds.connections && now - batch.since > bounds.hardNanos) {
                batch.lost = true;
                lost++;
                giveBack(batch.leader.leadsApart);
                free(batch);
            }
        }
    }

    /** Notes that a request failed, so that its accounts go apart from others for a while. */
    synchronized void failed(R request, long now) {
        for (String account : request.accounts) {
            failedUntil.put(account, now + bounds.hardNanos);
        }
        while (failedUntil.size() > MOST_FAILED) {
            failedUntil.remove(failedUntil.keySet().iterator().next());
        }
    }

    /** How many requests are waiting for their batch to begin. */
    synchronized int waiting() {
        return waiting;
    }

    /** How many connections are free. */
    synchronized int free() {
        return free;
    }

    /** How many accounts are remembered because they failed. */
    synchronized int remembered() {
        return failedUntil.size();
    }

    /** Whether every connection is free, and nothing is remembered but what failed lately. */
    synchronized boolean isIdle() {
        return free == bounds.connections
                && freeApart == bounds.connectionsApart()
                && lost == 0
                && lanes.isEmpty()
                && running.isEmpty()
                && waiting == 0
                && ready.isEmpty()
                && readyApart.isEmpty()
                && readyVisitors.isEmpty();
    }

    private void requireRoom(R request) {
        if (waiting >= bounds.waiting) {
            throw full("on this node");
        }
        for (String account : request.accounts) {
            Lane<R> lane = lanes.get(account);
            if (lane != null && lane.waiting.size() >= bounds.waitingPerAccount) {
                throw full("for one counter");
            }
        }
    }

    private static QuotaStoreException full(String where) {
        return QuotaStoreException.notCharged("too many charges are waiting " + where, null);
    }

    private boolean failedLately(R request, long now) {
        failedUntil.values().removeIf(until -> until - now < 0);
        return !Collections.disjoint(failedUntil.keySet(), Arrays.asList(request.accounts));
    }

    private void admit(Batch<R> batch, R request, TreeSet<R> next) {
        waiting--;
        request.state = State.IN_FLIGHT;
        batch.add(request);
        for (String account : request.accounts) {
            Lane<R> lane = lanes.get(account);
            lane.waiting.removeFirst();
            request.mayBeFull |= lane.mayBeFull;
            if (lane.batch == null) {
                lane.batch = batch;
                batch.lanes.put(account, lane);
            }
        }
        for (String account : request.accounts) {
            R behind = lanes.get(account).waiting.peekFirst();
            if (behind != null && batch.accepts(behind) && isFirst(behind, batch)) {
                next.add(behind);
            }
        }
    }

    /** Whether a request is the first on each of its accounts, and none of them is in flight but in this batch. */
    private boolean isFirst(R request, @Nullable Batch<R> batch) {
        for (String account : request.accounts) {
            Lane<R> lane = lanes.get(account);
            if (lane.waiting.peekFirst() != request || (lane.batch != null && lane.batch != batch)) {
                return false;
            }
        }
        return true;
    }

    /** Lets a new request lead, or makes it ready, if it is. */
    private void offer(R request) {
        if (!isFirst(request, null)) {
            return;
        }
        if (mayLead() && (!request.apart || freeApart > 0)) {
            lead(request);
        } else {
            readySet(request).add(request);
        }
    }

    private boolean mayLead() {
        return free > 0 && (free >= bounds.connections || !dry.getAsBoolean());
    }

    private void lead(R request) {
        request.state = State.LEADING;
        request.leadsApart = request.apart;
        free--;
        freeApart -= request.leadsApart ? 1 : 0;
    }

    private void giveBack(boolean apart) {
        free++;
        freeApart += apart ? 1 : 0;
    }

    /** The callers of a lost batch have given up by now, and others may have their turn; so it is not for those. */
    private void putBackUndone(Batch<R> batch) {
        for (int i = batch.members.size() - 1; i >= 0; i--) {
            R member = batch.members.get(i);
            if (!member.done && member.state == State.IN_FLIGHT) {
                putBack(member);
            }
        }
    }

    private void putBack(R request) {
        waiting++;
        request.state = State.WAITING;
        request.apart = true;
        for (String account : request.accounts) {
            lanes.get(account).waiting.addFirst(request);
        }
    }

    /** Its accounts are no longer in flight. */
    private void free(Batch<R> batch) {
        batch.lanes.forEach((account, lane) -> {
            if (lane.batch == batch) {
                lane.batch = null;
            }
        });
        batch.lanes.forEach(this::offerFirst);
    }

    /** Makes the first of an account ready, if it is; forgets an account that nobody wants. */
    private void offerFirst(String account, Lane<R> lane) {
        R first = lane.waiting.peekFirst();
        if (first == null) {
            if (lane.batch == null) {
                lanes.remove(account, lane);
            }
        } else if (first.state == State.WAITING && isFirst(first, null)) {
            readySet(first).add(first);
        }
    }

    private void noteFull(R member) {
        for (String account : member.accounts) {
            Lane<R> lane = lanes.get(account);
            if (lane != null && member.done) {
                lane.mayBeFull = member.refused();
            }
        }
    }

    private void unready(R request) {
        readySet(request).remove(request);
    }

    private TreeSet<R> readySet(R request) {
        if (request.isVisitor()) {
            return readyVisitors;
        }
        return request.apart ? readyApart : ready;
    }

    private static <R extends Request> @Nullable R first(TreeSet<R> one, TreeSet<R> other) {
        return first(firstOf(one), firstOf(other));
    }

    private static <R extends Request> @Nullable R first(@Nullable R one, @Nullable R other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.arrival <= other.arrival ? one : other;
    }

    private static <R extends Request> @Nullable R firstOf(TreeSet<R> some) {
        return some.isEmpty() ? null : some.first();
    }

    /**
     * How much is allowed.
     *
     * @param connections in use at once, apart from lost ones
     * @param accounts in one batch
     * @param waiting requests that wait on this node
     * @param waitingPerAccount requests that wait for one account
     * @param hardNanos after which a connection is lost, and an account that failed is trusted again
     */
    record Bounds(int connections, int accounts, int waiting, int waitingPerAccount, long hardNanos) {

        /** How many of the connections those may use that go apart from others. */
        private int connectionsApart() {
            return Math.max(1, connections / 2);
        }
    }

    /** Where a request stands. */
    public enum State {
        /** In the queues of its accounts. */
        WAITING,
        /** In the queues, with a connection for its caller to use. */
        LEADING,
        /** In a batch that has begun. */
        IN_FLIGHT,
        /** Done. */
        ANSWERED,
        /** Its caller does not wait any longer. */
        GONE
    }

    /**
     * One caller's request. What the schedule keeps here is guarded by its lock; the answer is written by the leader and
     * read by the caller after {@link #answered}.
     */
    public abstract static class Request {

        final String[] accounts;
        private final Thread caller = Thread.currentThread();
        private Deadline deadline = new Deadline(System.nanoTime());
        volatile State state = State.WAITING;
        long arrival;
        boolean apart;
        boolean leadsApart;
        boolean mayBeFull;
        boolean done;

        @Nullable
        QuotaStoreException fault;

        /**
         * A request of the current thread.
         *
         * @param accounts the ids of its accounts, each once; none for a visitor, which wants a connection for itself
         */
        protected Request(String... accounts) {
            this.accounts = accounts;
        }

        /** Whether it was refused, so that the next on its accounts had better look before it locks. */
        public abstract boolean refused();

        /** Whether an account of it refused just now. */
        public final boolean mayBeFull() {
            return mayBeFull;
        }

        /** Notes that it has been carried out, and the answer stands. */
        public final void done() {
            done = true;
        }

        public final boolean isDone() {
            return done;
        }

        /** Notes that it has failed for good. */
        public final void fail(QuotaStoreException with) {
            fault = with;
            done = true;
        }

        public final @Nullable QuotaStoreException fault() {
            return fault;
        }

        public final State state() {
            return state;
        }

        /** Lets the caller have the answer. */
        public final void answered() {
            state = State.ANSWERED;
        }

        public final void waitUntil(Deadline until) {
            deadline = until;
        }

        public final boolean hasTimeLeft() {
            return !deadline.passed();
        }

        public final Thread caller() {
            return caller;
        }

        public final boolean isVisitor() {
            return accounts.length == 0;
        }
    }

    /**
     * Requests that are carried out together.
     *
     * @param <R> the requests
     */
    static final class Batch<R extends Request> {

        private final R leader;
        private final long since;
        private final List<R> members = new ArrayList<>();
        private final Map<String, Lane<R>> lanes = new HashMap<>();
        private boolean alike = true;
        private boolean lost;

        private Batch(R leader, long since) {
            this.leader = leader;
            this.since = since;
        }

        /** In the order of their arrival. */
        List<R> members() {
            return members;
        }

        /** Whether all have the same accounts, so that there are no strangers in it. */
        boolean alike() {
            return alike;
        }

        private void add(R request) {
            alike = alike && sameAccounts(request);
            members.add(request);
        }

        /** Not those that go apart; and if the leader goes apart, those only that have the same accounts. */
        private boolean accepts(R request) {
            return leader.apart ? sameAccounts(request) : !request.apart;
        }

        private boolean sameAccounts(R request) {
            return Arrays.equals(request.accounts, leader.accounts);
        }
    }

    /** The queue of one account. */
    private static final class Lane<R extends Request> {

        private final Deque<R> waiting = new ArrayDeque<>(2);
        private @Nullable Batch<R> batch;
        private boolean mayBeFull;
    }
}
