package org.ration.ledger.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.BatchScheduler.Batch;
import org.ration.ledger.batch.BatchScheduler.Request;
import org.ration.ledger.batch.BatchScheduler.State;

/**
 * Lets callers that come at the same time share one transaction, so that a commit's cost is shared too. A scheduler in
 * memory: it knows no database, has no threads and no timers of its own, and never waits for more to come.
 *
 * <p><b>Rules</b>
 *
 * <ol>
 *   <li>A node has C connections. A request gets an arrival number and joins the queue of each of its accounts. It is
 *       <i>ready</i> when, on each of them, no account is in flight in another batch, and every earlier request is already
 *       in this batch. So a node never waits for its own row lock, nobody starves, and overlapping sets of accounts go
 *       into one batch.
 *   <li>A caller takes a connection only for something ready. With one free and its request ready it goes straight to
 *       work, on its own thread. Otherwise it waits.
 *   <li>The caller that leads a batch takes with it whatever else is ready, in the order of arrival, on at most
 *       {@value #MOST_ACCOUNTS} accounts. When it returns it first releases those whose requests it carried out, and then
 *       hands its connection to the one that has been ready longest, which begins its batch when it wakes.
 *   <li>A batch is one exact transaction, or few; requests are decided in the order of their arrival, and answered after
 *       the commit has returned. That is the {@link Work}'s part.
 *   <li>So is the choice of statements that suits the database.
 *   <li>After a refusal the next request on the account is told so ({@link Request#mayBeFull}), and looks before it locks.
 *   <li>A bad row takes no strangers with it. A batch that failed before its commit, and has strangers in it, is lined up
 *       again, and so is what the work left undone, such as rows that others have locked: each set of accounts goes apart
 *       from all others then, on at most half the connections. An account that failed by itself goes apart for a while. A
 *       batch may wait as long as its leader may; whoever may wait longer is lined up again.
 *   <li>All waiting is bounded. Where too many wait, on the node or for one account, the next is turned away. A caller
 *       waits for its batch to begin until the time-out; then, or when it is interrupted, it withdraws, and has not been
 *       charged. In flight it waits for its answer, interrupted or not, until twice the time-out; then the outcome is
 *       unknown to it, while its request stays with the batch. A connection that has been out that long is lost, and no
 *       longer counts; at most C can be. While the connections' pool has none to give, one caller at a time asks it, and
 *       all others wait here, where they can withdraw. Leaders work with the interrupt flag cleared, and get it back.
 *       Whoever was handed a connection and does not use it passes it on.
 *   <li>What callers do with their answers, they do on their own threads.
 * </ol>
 *
 * <p>Who wants a connection for other work is a <i>visitor</i>: it waits for its turn like all others, and works alone.
 *
 * @param <R> the requests
 */
public final class GroupCommit<R extends Request> {

    /** The most accounts of a batch. */
    static final int MOST_ACCOUNTS = 256;

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_WAITING_PER_ACCOUNT = 2_000;

    private final BatchScheduler<Request> schedule;
    private final Work<R> work;
    private final Duration timeout;

    /**
     * A scheduler.
     *
     * @param connections the most that may be in use
     * @param timeout how long a caller waits
     * @param dry whether the connections' pool has none to give, so that one caller at a time should ask it
     * @param work carries requests out
     */
    public GroupCommit(int connections, Duration timeout, BooleanSupplier dry, Work<R> work) {
        this(connections, timeout, MOST_WAITING, MOST_WAITING_PER_ACCOUNT, dry, work);
    }

    GroupCommit(
            int connections,
            Duration timeout,
            int mostWaiting,
            int mostWaitingPerAccount,
            BooleanSupplier dry,
            Work<R> work) {
        BatchScheduler.Bounds bounds = new BatchScheduler.Bounds(
                connections,
                MOST_ACCOUNTS,
                mostWaiting,
                mostWaitingPerAccount,
                Deadline.bounded(timeout).multipliedBy(2).toNanos());
        this.schedule = new BatchScheduler<>(bounds, dry);
        this.work = work;
        this.timeout = Deadline.bounded(timeout);
    }

    /**
     * Has a request carried out, by this thread or by another's.
     *
     * @throws QuotaStoreException its fault
     */
    public void carryOut(R request) {
        Wait wait = new Wait(request);
        wait.enter();
        try {
            while (request.state() != State.ANSWERED) {
                if (request.state() == State.LEADING) {
                    lead(request, wait.soft);
                } else {
                    wait.pause();
                }
            }
        } finally {
            wait.restoreInterrupt();
        }
        throwFault(request);
    }

    /** Waits for a connection, and does something with it that concerns no other request. */
    public <T> T visit(Function<Deadline, T> visit) {
        Request visitor = new Visitor();
        Wait wait = new Wait(visitor);
        wait.enter();
        try {
            while (visitor.state() != State.LEADING) {
                wait.pause();
            }
            return alone(visitor, () -> visit.apply(wait.soft));
        } finally {
            wait.restoreInterrupt();
        }
    }

    private <T> T alone(Request visitor, Supplier<T> visit) {
        Batch<Request> batch = schedule.take(visitor, System.nanoTime());
        try {
            return visit.get();
        } finally {
            visitor.done();
            leave(batch);
        }
    }

    /** How many requests are waiting for their batch to begin. */
    public int waiting() {
        return schedule.waiting();
    }

    /** Whether nobody waits and nothing is in flight. */
    public boolean isIdle() {
        return schedule.isIdle();
    }

    private void lead(R leader, Deadline deadline) {
        Batch<Request> batch = schedule.take(leader, System.nanoTime());
        boolean interrupted = Thread.interrupted();
        try {
            work(batch, deadline);
        } finally {
            release(batch);
            leave(batch);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void work(Batch<Request> batch, Deadline deadline) {
        try {
            work.carryOut(members(batch), batch.alike(), deadline);
        } catch (QuotaStoreException fault) {
            if (fault.outcomeUnknown()) {
                fail(batch, fault, member -> true);
            } else if (isFinal(batch)) {
                boolean expired = deadline.passed();
                fail(batch, fault, member -> !expired || !member.hasTimeLeft());
            }
        } catch (RuntimeException | Error defect) {
            fail(
                    batch,
                    QuotaStoreException.unknown("charging ended in a defect; it may have charged or not", defect),
                    member -> true);
        }
    }

    /** All members come from {@link #carryOut}; visitors are alone. */
    @SuppressWarnings("unchecked")
    private List<R> members(Batch<Request> batch) {
        return (List<R>) batch.members();
    }

    /** Whether there are no strangers to try without; an interrupt is the leader's own failure, and nobody else's. */
    private static boolean isFinal(Batch<Request> batch) {
        return batch.alike() && !Thread.currentThread().isInterrupted();
    }

    private void fail(Batch<Request> batch, QuotaStoreException fault, Predicate<Request> whom) {
        for (Request member : batch.members()) {
            if (!member.isDone() && whom.test(member)) {
                member.fail(fault);
                schedule.failed(member, System.nanoTime());
            }
        }
    }

    private static void release(Batch<Request> batch) {
        for (Request member : batch.members()) {
            if (member.isDone()) {
                member.answered();
                wake(member);
            }
        }
    }

    private void leave(Batch<Request> batch) {
        schedule.leave(batch);
        handOver();
        for (Request member : batch.members()) {
            if (!member.isDone()) {
                wake(member);
            }
        }
    }

    /** Passes on every connection that is free while something is ready. */
    private void handOver() {
        for (Request next = schedule.promote(); next != null; next = schedule.promote()) {
            wake(next);
        }
    }

    private static void wake(Request request) {
        if (request.caller() != Thread.currentThread()) {
            LockSupport.unpark(request.caller());
        }
    }

    /** On the caller's own thread, and with its own stack. */
    private static void throwFault(Request request) {
        QuotaStoreException fault = request.fault();
        if (fault != null) {
            throw fault.outcomeUnknown()
                    ? QuotaStoreException.unknown(fault.getMessage(), fault)
                    : QuotaStoreException.notCharged(fault.getMessage(), fault);
        }
    }

    /**
     * Carries requests out.
     *
     * @param <R> the requests
     */
    @FunctionalInterface
    public interface Work<R> {

        /**
         * Carries out requests in the order given, and notes in each of them how it ended, once that is durable. What is
         * not noted has not been carried out, and is lined up again.
         *
         * @param batch the requests
         * @param alike whether all have the same accounts, so that it may wait for locks
         * @param deadline until when it may wait
         * @throws QuotaStoreException what happened to all that are not noted
         */
        public void carryOut(List<R> batch, boolean alike, Deadline deadline);
    }

    /** The waiting of one caller. */
    private final class Wait {

        private final Request request;
        private final Deadline soft = Deadline.in(timeout);
        private final Deadline hard = soft.later(timeout);
        private boolean interrupted;

        private Wait(Request request) {
            this.request = request;
            request.waitUntil(soft);
        }

        private void enter() {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            schedule.enter(request, System.nanoTime());
        }

        /** Waits for news, or gives up. */
        private void pause() {
            if (interrupted && withdraw()) {
                throw interrupted();
            }
            Deadline until = request.state() == State.IN_FLIGHT ? hard : soft;
            if (until.passed()) {
                giveUp();
            } else {
                LockSupport.parkNanos(GroupCommit.this, until.nanosLeft());
                interrupted |= Thread.interrupted();
            }
        }

        /** Unless a connection that is lost makes room for it at last. */
        private void giveUp() {
            schedule.reclaim(System.nanoTime());
            handOver();
            if (request.state() == State.LEADING) {
                return;
            }
            if (withdraw()) {
                throw QuotaStoreException.notCharged(
                        "no connection for charging was free within " + timeout
                                + "; see the settings ration.connections and ration.timeout",
                        null);
            }
            if (hard.passed() && schedule.abandon(request)) {
                throw QuotaStoreException.unknown(
                        "the charge was under way and had no answer within twice " + timeout
                                + "; it may have charged or not",
                        null);
            }
        }

        private boolean withdraw() {
            boolean withdrawn = schedule.withdraw(request);
            if (withdrawn) {
                handOver();
            }
            return withdrawn;
        }

        private void restoreInterrupt() {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private QuotaStoreException interrupted() {
            return InterruptedWait.notCharged(new InterruptedException());
        }
    }

    /** Wants a connection for itself. */
    private static final class Visitor extends Request {

        @Override
        public boolean refused() {
            return false;
        }
    }
}
