// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * Lets requests that come at the same time share one transaction, so that a commit's cost is shared too. It knows no
 * database, and never waits for more to come.
 *
 * <p><b>Rules</b>
 *
 * <ol>
 *   <li>A request joins the queue of each of its accounts. It is <i>ready</i> when, on each of them, it is the first and
 *       the account is not in flight in a batch. So a node never waits for its own row lock, nobody starves, and requests
 *       on one account are decided in the order of their arrival.
 *   <li>Workers carry batches out: at most so many at once as there are connections, begun when something is ready, ended
 *       when nothing is. A caller waits for the answer or is handed it, and does nothing else; so its interrupt, its
 *       time-out, its stack and its death are nobody else's.
 *   <li>A worker first gets its connection, and then takes what is ready by then, in the order in which it became so, with
 *       all that is ready behind it. One worker at a time asks for a connection, unless that takes long. Until its batch
 *       has a connection, every request can be withdrawn, and has not been charged.
 *   <li>A batch is one exact transaction, or few; its requests are answered after the commit has returned. That is the
 *       {@link BatchHandler}'s part.
 *   <li>After a refusal the next request on the account is told so ({@link Ticket#mayBeFull}), and looks before it locks.
 *   <li>A bad row takes no unrelated request with it. A batch that failed before its commit, and has unrelated requests in
 *       it, is lined up again, and so is what was left undone, such as rows that others have locked: each set of accounts
 *       is isolated then, on at most half the connections. An account that was locked, or failed alone, stays isolated for
 *       a while.
 *   <li>All waiting is bounded. Where too many wait, on the node or for one account, the next is turned away. A request
 *       waits for its batch to begin until the time-out; then, or when its caller is interrupted, it is withdrawn. In
 *       flight it waits for its answer until twice the time-out; then the outcome is unknown. A connection that has been
 *       out that long is lost, and no longer counts; at most as many can be as there are connections.
 *   <li>Answers are handed out when the batch is over and its connection is back. A receiver that blocks keeps one worker,
 *       and others hand out the rest.
 *   <li>At the end nobody is let in, what waits is turned away, and what is in flight is waited for.
 * </ol>
 *
 * <p>Who wants a connection for other work is a <i>visitor</i>: it waits for its turn like all others, and is alone in its
 * batch.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
public final class GroupCommit<R, A> implements AutoCloseable {

    private static final long ASKING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MAX_PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int IDLE_PULSES = 50;

    private final Limits limits;
    private final BatchHandler<R, A> handler;
    private final BatchScheduler<R, A> scheduler;
    private final Workers workers;
    private final long pulseNanos;
    private final AtomicBoolean watched = new AtomicBoolean();
    private final Answers answers;
    private volatile boolean closed;

    /**
     * No requests yet, and no threads.
     *
     * @param limits how much may go on at once
     * @param context runs what it is given at once, in the application's context
     * @param refusal whether an answer is a refusal
     * @param handler carries batches out
     */
    public GroupCommit(Limits limits, Executor context, Predicate<A> refusal, BatchHandler<R, A> handler) {
        this.limits = limits;
        this.handler = handler;
        this.scheduler = new BatchScheduler<>(limits, ASKING_NANOS, refusal);
        this.workers = new Workers(context);
        this.answers = new Answers(limits.connections());
        this.pulseNanos = Math.min(MAX_PULSE_NANOS, limits.timeoutNanos() / 10);
    }

    /**
     * Has a request carried out, and waits for its answer.
     *
     * @param request the request
     * @param accounts the ids of its accounts in ascending order, each once
     * @return the answer
     * @throws QuotaStoreException its fault
     */
    public A carryOut(R request, String... accounts) {
        Ticket<R, A> ticket = Ticket.parked(request, limits, accounts);
        await(ticket);
        return ticket.result();
    }

    /**
     * Has a request carried out.
     *
     * @param request the request
     * @param receiver is handed the answer, or the fault, on a worker's thread
     * @param accounts the ids of its accounts in ascending order, each once
     * @throws QuotaStoreException not charged, if too many are waiting
     */
    public void submit(R request, BiConsumer<@Nullable A, @Nullable QuotaStoreException> receiver, String... accounts) {
        enter(Ticket.received(request, receiver, limits, accounts), !Workers.isHandingOut());
    }

    /**
     * Does something with a connection that concerns no other request, on a worker's thread.
     *
     * @param visit is given the waits for its connections
     * @param <T> what it answers
     * @return what it answers
     * @throws QuotaStoreException not charged, if no connection gets free in time
     */
    public <T> T visit(Function<ConnectionAcquisition, T> visit) {
        Visit<T> work = new Visit<>(visit);
        Ticket<R, A> ticket = Ticket.exclusive(work, limits);
        work.ticket = ticket;
        await(ticket);
        return work.result(ticket);
    }

    /**
     * How many requests wait for their batch to begin.
     *
     * @return their number
     */
    public int waiting() {
        return scheduler.waiting();
    }

    /** Turns away what waits, waits for what is in flight, and ends all threads. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        closed = true;
        scheduler.close().forEach(ticket -> settle(ticket, stopping()));
        waitUntil(scheduler::isIdle);
        long now = System.nanoTime();
        scheduler
                .inFlight()
                .forEach(ticket -> settle(ticket, scheduler.withdraw(ticket, now) == null ? noAnswer() : stopping()));
        waitUntil(answers::isEmpty);
        workers.end(Deadline.in(limits.timeout()));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for workers, no longer than the time-out, while they hand out answers. */
    private void waitUntil(BooleanSupplier end) {
        Deadline deadline = Deadline.in(limits.timeout());
        if (!answers.isEmpty()) {
            startTelling();
        }
        while (!end.getAsBoolean() && !deadline.passed()) {
            LockSupport.parkNanos(this, pulseNanos);
            if (answers.needMore()) {
                startTelling();
            }
        }
    }

    /** Whether nobody waits, nothing is in flight, and all have been told. */
    boolean isIdle() {
        return scheduler.isIdle() && answers.isEmpty();
    }

    int threads() {
        return workers.count();
    }

    int inFlight() {
        return scheduler.inFlight().size();
    }

    private void enter(Ticket<R, A> ticket, boolean begin) {
        StackReserve.require();
        long now = System.nanoTime();
        scheduler.enter(ticket, now);
        if (!watched.get()) {
            watch();
        }
        if (begin) {
            startWorkers(now);
        }
    }

    /** Waits until the request is settled. */
    private void await(Ticket<R, A> ticket) {
        if (Thread.currentThread().isInterrupted()) {
            throw InterruptedWait.notCharged(new InterruptedException());
        }
        enter(ticket, true);
        if (!answers.isEmpty() && Workers.isHandingOut()) {
            startTelling(); // the others must not wait for what this one waits for
        }
        boolean interrupted = false;
        while (!ticket.isSettled()) {
            if (interrupted && scheduler.withdraw(ticket, System.nanoTime()) != null) {
                settle(ticket, InterruptedWait.notCharged(new InterruptedException()));
            } else {
                LockSupport.parkNanos(this, limits.hardNanos());
                interrupted |= Thread.interrupted();
                if (ticket.hard.passed()) {
                    pulse(System.nanoTime()); // should there be no thread for it
                }
            }
        }
        if (interrupted) {
            startWorkers(System.nanoTime()); // for those behind one that has withdrawn
            Thread.currentThread().interrupt();
        }
    }

    /** Has workers begin while there is something for them to do. */
    private void startWorkers(long now) {
        Batch<Ticket<R, A>> batch = scheduler.next(now);
        while (batch != null) {
            boolean started = false;
            try {
                started = start(new Worker(batch));
            } finally {
                if (!started) {
                    scheduler.leave(batch, now).forEach(ticket -> settle(ticket, stopping()));
                }
            }
            batch = started ? scheduler.next(now) : null;
        }
    }

    /**
     * Has a worker's thread do something. Without a thread to be had, those who wait are late, unless one comes back in time.
     *
     * @param work what it does
     * @return false if there is none
     */
    public boolean start(Runnable work) {
        try {
            workers.start(work);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            return false;
        }
    }

    /** What a worker does: one batch after the other, until nothing is left to be done. */
    private void work(Batch<Ticket<R, A>> first) {
        Batch<Ticket<R, A>> batch = first;
        while (batch != null) {
            try {
                carryOut(batch);
                batch.members.forEach(this::publish);
            } finally {
                leave(batch);
            }
            answers.handOut();
            batch = scheduler.next(System.nanoTime());
        }
    }

    /** Gives its connection back, whatever has happened. */
    private void leave(Batch<Ticket<R, A>> batch) {
        for (Ticket<R, A> ticket : scheduler.leave(batch, System.nanoTime())) {
            settle(ticket, batch.torn ? noAnswer() : stopping());
        }
        releaseUndone(batch);
    }

    private void carryOut(Batch<Ticket<R, A>> batch) {
        Work work = new Work(batch);
        batch.torn = true;
        try {
            Ticket<R, A> visitor = batch.leader();
            if (visitor != null) {
                visitor.visit();
            } else {
                handler.carryOut(work);
            }
        } catch (QuotaStoreException fault) {
            fail(work, fault);
        } catch (Throwable defect) {
            failAll(
                    batch,
                    QuotaStoreException.unknown("charging ended in a defect; it may have charged or not", defect));
        }
        batch.torn = false;
    }

    /** What had no connection fails for those who are ready by now; what has unrelated requests is nobody's fault yet. */
    private void fail(Work work, QuotaStoreException fault) {
        Batch<Ticket<R, A>> batch = work.batch;
        batch.failed = true;
        if (batch.asking) {
            scheduler.connected(batch, System.nanoTime());
        }
        if (fault.outcomeUnknown()) {
            failAll(batch, fault);
        } else if (batch.alike()) {
            boolean expired = work.deadline().passed();
            for (Ticket<R, A> member : batch.undone()) {
                if (!expired || member.soft.passed()) {
                    member.fail(fault);
                    scheduler.isolate(member, System.nanoTime());
                }
            }
        }
    }

    private void failAll(Batch<Ticket<R, A>> batch, QuotaStoreException fault) {
        batch.failed = true;
        batch.undone().forEach(member -> member.fail(fault));
    }

    private void publish(Ticket<R, A> ticket) {
        if (ticket.settle()) {
            hand(ticket);
        }
    }

    private void settle(Ticket<R, A> ticket, QuotaStoreException fault) {
        if (ticket.settle(fault)) {
            hand(ticket);
        }
    }

    /** Wakes the caller; or lines the answer up for the receiver. */
    private void hand(Ticket<R, A> ticket) {
        @Nullable Thread caller = ticket.caller();
        if (caller == null) {
            answers.add(ticket);
        } else {
            LockSupport.unpark(caller);
        }
    }

    /** Those that are lined up again may withdraw now. */
    private void releaseUndone(Batch<Ticket<R, A>> batch) {
        for (Ticket<R, A> member : batch.members) {
            if (!member.isDone()) {
                LockSupport.unpark(member.caller());
            }
        }
    }

    private void startTelling() {
        start(() -> {
            answers.handOut();
            startWorkers(System.nanoTime());
        });
    }

    /** Has one worker keep the deadlines while there is anything that has one. */
    private void watch() {
        if (watched.compareAndSet(false, true)) {
            boolean started = false;
            try {
                started = start(new Watch());
            } finally {
                if (!started) {
                    watched.set(false);
                }
            }
        }
    }

    private void keepWatch() {
        try {
            int idle = 0;
            while (idle < IDLE_PULSES && !closed) {
                LockSupport.parkNanos(this, pulseNanos);
                idle = isIdle() ? idle + 1 : 0;
                pulse(System.nanoTime());
            }
        } finally {
            watched.set(false);
        }
        if (!isIdle() && !closed) {
            watch();
        }
    }

    private void pulse(long now) {
        for (Ticket<R, A> ticket : scheduler.late(now)) {
            BatchScheduler.Delay delay = scheduler.withdraw(ticket, now);
            if (delay != null) {
                settle(ticket, late(delay));
            } else if (ticket.hard.passed(now) && scheduler.abandon(ticket)) {
                settle(ticket, ticket.isExclusive() ? noEnd() : noAnswer());
            }
        }
        scheduler.reclaim(now).forEach(ticket -> {
            publish(ticket);
            settle(ticket, noAnswer());
        });
        startWorkers(now);
        if (answers.needMore()) {
            startTelling();
        }
    }

    private QuotaStoreException late(BatchScheduler.Delay delay) {
        return QuotaStoreException.notCharged(
                switch (delay) {
                    case TURN ->
                        "no connection for charging was free within " + limits.timeout()
                                + "; see the settings ration.connections and ration.timeout";
                    case POOL ->
                        "the connection pool gave no connection within ration.timeout; nothing has been charged";
                    case ROW ->
                        "another session keeps a row of the charge locked, or its charges fail, for " + limits.timeout()
                                + "; nothing has been charged";
                },
                null);
    }

    private QuotaStoreException noAnswer() {
        return QuotaStoreException.unknown(
                "the charge was under way and had no answer within twice " + limits.timeout()
                        + "; it may have charged or not",
                null);
    }

    private QuotaStoreException noEnd() {
        return QuotaStoreException.unknown(
                "the database had no answer within twice " + limits.timeout()
                        + "; what it was asked to do may be done or not",
                null);
    }

    private static QuotaStoreException stopping() {
        return QuotaStoreException.notCharged("the application is being stopped; nothing has been charged", null);
    }

    /** No lambda either. */
    private final class Watch implements Runnable {

        @Override
        public void run() {
            keepWatch();
        }
    }

    /** No lambda, which would need a deep stack to be linked on the thread of its first caller. */
    private final class Worker implements Runnable {

        private final Batch<Ticket<R, A>> first;

        private Worker(Batch<Ticket<R, A>> first) {
            this.first = first;
        }

        @Override
        public void run() {
            work(first);
        }
    }

    /** A batch, as its handler sees it. */
    private final class Work implements BatchWork<R, A> {

        private final Batch<Ticket<R, A>> batch;
        private Deadline deadline = Deadline.in(limits.timeout());

        private Work(Batch<Ticket<R, A>> batch) {
            this.batch = batch;
        }

        @Override
        public void begin() {
            scheduler.begin(batch, System.nanoTime());
        }

        @Override
        public boolean connected() {
            long now = System.nanoTime();
            boolean wanted = scheduler.connected(batch, now);
            startWorkers(now);
            if (wanted) {
                List<Ticket<R, A>> undone = batch.undone();
                deadline = undone.get(batch.alike() ? 0 : undone.size() - 1).soft;
            }
            return wanted;
        }

        @Override
        public boolean commits() {
            return scheduler.commits(batch, System.nanoTime());
        }

        /** Of requests that may wait for a lock the first one's; else the last one's, since none waits for another's. */
        @Override
        public Deadline deadline() {
            return deadline;
        }

        @Override
        public List<Ticket<R, A>> undone() {
            return batch.undone();
        }

        @Override
        public int size() {
            return batch.members.size();
        }

        @Override
        public boolean alike() {
            return batch.alike();
        }
    }

    /** A visitor's work, and what came of it. */
    private final class Visit<T> implements Runnable, ConnectionAcquisition {

        private final Function<ConnectionAcquisition, T> visit;
        private @Nullable Ticket<R, A> ticket;
        private @Nullable T answer;
        private @Nullable RuntimeException exception;
        private @Nullable Error error;

        private Visit(Function<ConnectionAcquisition, T> visit) {
            this.visit = visit;
        }

        @Override
        public void run() {
            try {
                answer = visit.apply(this);
            } catch (Error thrown) {
                error = thrown;
            } catch (Exception thrown) { // also checked ones, as containers throw them past the compiler
                exception = thrown instanceof RuntimeException own ? own : new UndeclaredThrowableException(thrown);
            } finally {
                ticket.visited();
            }
        }

        /** What the visit has answered or thrown, on the caller's thread. */
        private T result(Ticket<R, A> settled) {
            settled.result();
            if (error != null) {
                throw error;
            }
            if (exception != null) {
                throw exception;
            }
            return answer;
        }

        @Override
        public void begin() {
            scheduler.begin(ticket.batch, System.nanoTime());
        }

        @Override
        public boolean connected() {
            return scheduler.connected(ticket.batch, System.nanoTime());
        }

        @Override
        public boolean commits() {
            return scheduler.commits(ticket.batch, System.nanoTime());
        }

        @Override
        public Deadline deadline() {
            return ticket.soft;
        }
    }
}
