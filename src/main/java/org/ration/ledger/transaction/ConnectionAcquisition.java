package org.ration.ledger.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ration.ledger.batch.Deadline;

/**
 * Ends waits for a connection that last beyond their deadline. The container's pool makes threads wait for as long as its
 * own settings say, 60 s on Payara, and a thread that waits there is freed by another thread only. That is the timer that
 * every Java runtime has ({@link CompletableFuture#delayedExecutor}): it is armed while somebody waits, and interrupts whom
 * the pool keeps too long. Pools answer that by an exception. Payara's keeps the place of whom it lost so in its queue, and
 * the next free connection wakes nobody else: another reason to be sparing with it.
 *
 * <p>The interrupt reaches nothing but that wait: not a thread that runs, nor one that has its connection, and the flag is
 * cleared before anything else is done. While the pool is {@link #isDry dry}, as the last to be kept too long found it, one
 * thread at a time should ask it; all others can wait where they need not be interrupted.
 *
 * <p>Safe for use by many threads.
 */
public final class ConnectionAcquisition {

    private static final long LOOK_MILLIS = 20;

    private final List<PoolWait> open = new ArrayList<>();
    private boolean armed;
    private volatile boolean dry;

    /** The current thread begins to want a connection. */
    synchronized PoolWait begin(Deadline deadline) {
        PoolWait wait = new PoolWait(deadline);
        open.add(wait);
        arm();
        return wait;
    }

    /** Whether nobody has had a connection since the pool kept one too long. */
    public boolean isDry() {
        return dry;
    }

    private void arm() {
        if (!armed) {
            armed = true;
            CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::look);
        }
    }

    private synchronized void look() {
        armed = false;
        open.forEach(PoolWait::endIfLate);
        if (!open.isEmpty()) {
            arm();
        }
    }

    private synchronized void end(PoolWait wait) {
        if (open.remove(wait) && wait.late) {
            Thread.interrupted();
        }
    }

    /** One thread's wait for a connection. */
    final class PoolWait implements AutoCloseable {

        private final Thread thread = Thread.currentThread();
        private final Deadline deadline;
        private boolean late;

        private PoolWait(Deadline deadline) {
            this.deadline = deadline;
        }

        /** The connection is there. */
        void over() {
            close();
            if (!late) {
                dry = false;
            }
        }

        /** Whether the wait was ended, or would have been. */
        boolean isLate() {
            return late;
        }

        /** The connection is there, or there will be none. */
        @Override
        public void close() {
            end(this);
        }

        private void endIfLate() {
            if (deadline.passed() && isWaiting() && !thread.isInterrupted()) {
                late = true;
                dry = true;
                thread.interrupt();
            }
        }

        private boolean isWaiting() {
            Thread.State state = thread.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }
    }
}
