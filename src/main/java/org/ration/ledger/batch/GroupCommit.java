// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
 *   <li>A request joins the queue of each of its accounts. It is <i>ready</i> when, on each of them, it is the first
 *       and the account is not in flight in a batch. So a node never waits for its own row lock, no request starves,
 *       and requests on one account are decided in the order of their arrival.
 *   <li>Workers carry batches out: at most so many at once as there are connections, begun when something is ready,
 *       ended when nothing is. A caller waits for the answer or is handed it, and does nothing else; so its interrupt,
 *       its time-out, its stack and its end affect no other request.
 *   <li>A worker first gets its connection, and then takes what is ready by then, in the order in which it became so,
 *       with all that is ready behind it. One worker at a time asks for a connection, unless that takes long. Until its
 *       batch has a connection, each request can be withdrawn, and has not been charged.
 *   <li>A batch is one exact transaction, or few; its requests are answered after the commit has returned. That is the
 *       {@link BatchHandler}'s part.
 *   <li>After a refusal, the next request on the account is marked ({@link Ticket#mayBeFull}), and looks before it
 *       locks.
 *   <li>A bad row takes no unrelated request with it. A batch that failed before its commit, and has unrelated requests
 *       in it, is queued again, and so are the requests that were left out because others have locked their rows: each
 *       set of accounts is isolated then, on at most half the connections. An account that was locked, or failed alone,
 *       stays isolated for a while.
 *   <li>All waiting is bounded. Where too many wait, on the node or for one account, the next is rejected. A request
 *       waits for its batch to begin until the time-out. It is withdrawn then, or when its caller is interrupted; a
 *       request that ends a hold is withdrawn by the time-out only. In flight, it waits for its answer until twice the
 *       time-out; then the outcome is unknown. A connection that has been out that long is lost and no longer counted;
 *       at most as many connections can be lost as there are.
 *   <li>Answers are handed out when the batch is over and its connection is back. A receiver that blocks keeps one
 *       worker, and others hand out the rest, until too many are kept. A request with a receiver counts among those
 *       that wait until the receiver has returned.
 *   <li>At the end, no request is admitted, those that wait are rejected, and those in flight are waited for.
 * </ol>
 *
 * <p>A request of other work for a connection is <i>exclusive</i>: it waits for its turn like all others, and is alone
 * in its batch. One that may wait for locked rows is isolated, too.
 *
 * @param <R> the requests
 * @param <A> their answers
 */
public final class GroupCommit<R, A> implements AutoCloseable {

    private static final long ASKING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Limits limits;
    private final BooleanSupplier startsHere;
    private final BatchHandler<R, A> handler;
    private final BatchScheduler<R, A> scheduler;
    private final Workers workers;
    private final Answers answers;
    private final Watch watch;
    private final Completions<R, A> completions;

    /** Whether a worker has carried something out, so that the container lets it. */
    private volatile boolean proven;

    /**
     * No requests yet, and no threads.
     *
     * @param limits how much may go on at once
     * @param context runs what it is given at once, in the application's context
     * @param startsHere whether the current thread can work while workers may not be let yet
     * @param refusal whether an answer is a refusal
     * @param handler carries batches out
     */
    public GroupCommit(
            Limits limits,
            Executor context,
            BooleanSupplier startsHere,
            Predicate<A> refusal,
            BatchHandler<R, A> handler) {
        this.limits = limits;
        this.startsHere = startsHere;
        this.handler = handler;
        this.scheduler = new BatchScheduler<>(limits, ASKING_NANOS, refusal);
        this.workers = new Workers(context);
        this.answers = new Answers(limits);
        this.watch = new Watch(limits, this::start, () -> pulse(System.nanoTime()), this::isIdle);
        this.completions = new Completions<>(scheduler, answers, new Faults(limits.timeout()));
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
        await(ticket, true);
        return ticket.result();
    }

    /**
     * Has a request carried out that ends what has begun, and waits for its answer even if the thread is interrupted,
     * which it stays.
     *
     * @param request the request
     * @param accounts the ids of its accounts in ascending order, each once
     * @return the answer
     * @throws QuotaStoreException its fault
     */
    public A finish(R request, String... accounts) {
        Ticket<R, A> ticket = Ticket.parked(request, limits, accounts);
        awaitToFinish(ticket);
        return ticket.result();
    }

    /**
     * Has a request carried out.
     *
     * @param request the request
     * @param receiver is handed the answer, or the fault, on a worker's thread, which it must not block
     * @param accounts the ids of its accounts in ascending order, each once
     * @throws QuotaStoreException not charged, if too many are waiting, or have an answer whose receiver has not
     *     returned
     */
    public void submit(R request, BiConsumer<@Nullable A, @Nullable QuotaStoreException> receiver, String... accounts) {
        enter(Ticket.received(request, receiver, limits, accounts), !Workers.isHandingOut());
    }

    /**
     * Does something with a connection that concerns no other request, on a worker's thread.
     *
     * @param work receives the waits for its connections
     * @param <T> what it answers
     * @return what it answers
     * @throws QuotaStoreException not charged, if no connection gets free in time
     */
    public <T> T visit(Function<ConnectionAcquisition, T> work) {
        return visit(work, false);
    }

    /**
     * Does something like {@link #visit} that ends what has begun, and waits for it even if the thread is interrupted,
     * which it stays.
     *
     * @param work receives the waits for its connections
     * @param <T> what it answers
     * @return what it answers
     * @throws QuotaStoreException not charged, if no connection gets free in time
     */
    public <T> T visitToFinish(Function<ConnectionAcquisition, T> work) {
        ExclusiveWork<R, A, T> exclusive = new ExclusiveWork<>(work, false, scheduler, limits);
        awaitToFinish(exclusive.ticket());
        return exclusive.result();
    }

    /**
     * Does something like {@link #visit}, but that may wait for rows that others have locked: on one of the
     * connections for what is isolated.
     *
     * @param work is given the waits for its connections
     * @param <T> what it answers
     * @return what it answers
     * @throws QuotaStoreException not charged, if no such connection gets free in time
     */
    public <T> T visitIsolated(Function<ConnectionAcquisition, T> work) {
        return visit(work, true);
    }

    private <T> T visit(Function<ConnectionAcquisition, T> work, boolean isolated) {
        ExclusiveWork<R, A, T> exclusive = new ExclusiveWork<>(work, isolated, scheduler, limits);
        await(exclusive.ticket(), true);
        return exclusive.result();
    }

    /**
     * How many requests wait for their batch to begin.
     *
     * @return their number
     */
    public int waiting() {
        return scheduler.waiting();
    }

    /** Rejects the requests that wait, waits for those in flight, and ends all threads. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        watch.end();
        completions.stop();
        waitUntil(scheduler::isIdle);
        completions.giveUp();
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
            startHandingOut();
        }
        while (!end.getAsBoolean() && !deadline.passed()) {
            watch.pause();
            if (answers.needMore()) {
                startHandingOut();
            }
        }
    }

    /** Whether no request waits, nothing is in flight, and all answers have been delivered. */
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
        completions.enter(ticket, now);
        watch.begin();
        if (begin) {
            startWorkers(now);
        }
    }

    private void awaitToFinish(Ticket<R, A> ticket) {
        boolean interrupted = Thread.interrupted();
        try {
            await(ticket, false);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the request is settled; or, if it yields to an interrupt, until it is withdrawn. */
    private void await(Ticket<R, A> ticket, boolean yields) {
        if (yields && Thread.currentThread().isInterrupted()) {
            throw InterruptedWait.notCharged(new InterruptedException());
        }
        if (proven || !startsHere.getAsBoolean()) {
            enter(ticket, true);
        } else {
            carryOutHere(ticket);
        }
        if (!answers.isEmpty() && Workers.isHandingOut()) {
            startHandingOut(); // the others must not wait for what this one waits for
        }
        boolean interrupted = false;
        while (!ticket.isSettled()) {
            boolean withdrawn = yields && interrupted && completions.withdraw(ticket);
            if (!withdrawn) {
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

    /** A caller that starts the application carries out its own request, and no unrelated ones, where possible. */
    private void carryOutHere(Ticket<R, A> ticket) {
        enter(ticket, false);
        Batch<Ticket<R, A>> own = scheduler.besideWorkers(ticket, System.nanoTime());
        if (own != null) {
            carryOut(own);
        }
        startWorkers(System.nanoTime());
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
                    completions.leaveUnbegun(batch, now);
                }
            }
            batch = started ? scheduler.next(now) : null;
        }
    }

    /**
     * Has a worker's thread do something. Without a thread to be had, those who wait are late, unless one comes back in
     * time.
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

    /** The work of a worker: one batch after the other, until nothing is ready. */
    private void work(Batch<Ticket<R, A>> first) {
        Batch<Ticket<R, A>> batch = first;
        while (batch != null) {
            carryOut(batch);
            proven |= !batch.failed;
            answers.handOut();
            batch = scheduler.next(System.nanoTime());
        }
    }

    private void carryOut(Batch<Ticket<R, A>> batch) {
        Deadline deadline = Deadline.in(limits.timeout());
        try {
            new BatchRun<>(batch, scheduler, deadline, () -> startWorkers(System.nanoTime()), answers)
                    .carryOut(handler);
            completions.publish(batch);
        } finally {
            completions.leave(batch);
        }
    }

    private void startHandingOut() {
        start(() -> {
            answers.handOut();
            startWorkers(System.nanoTime());
        });
    }

    private void pulse(long now) {
        completions.expire(now);
        startWorkers(now);
        if (answers.needMore()) {
            startHandingOut();
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
}
