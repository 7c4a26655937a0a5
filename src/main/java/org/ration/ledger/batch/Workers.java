// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that carry batches out: made when there is work, ended a moment after there is none. They are daemons
 * with stacks of their own, inherit nothing from the callers that started them, and run in the application's
 * context.
 *
 * <p>Not a container's executor, since default ones may have a single thread and pass the caller's identity on: see the
 * decision record 4.
 */
final class Workers {

    private static final int KEEP_ALIVE_SECONDS = 2;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ThreadPoolExecutor threads;

    /**
     * No threads yet.
     *
     * @param context runs what it is given at once, in the application's context
     */
    Workers(Executor context) {
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> new Worker(work, context));
    }

    /**
     * Has a thread do something.
     *
     * @throws java.util.concurrent.RejectedExecutionException after the end
     */
    void start(Runnable work) {
        threads.execute(work);
    }

    /** Whether the current thread is handing out answers, and will look for work afterwards. */
    static boolean isHandingOut() {
        return Thread.currentThread() instanceof Worker worker && worker.handingOut;
    }

    /** Forgets an interrupt that an application's code has left on a worker. */
    static void clearInterrupt() {
        if (Thread.currentThread() instanceof Worker) {
            Thread.interrupted();
        }
    }

    /** Does something that hands out answers. */
    static void handOut(Runnable answers) {
        if (Thread.currentThread() instanceof Worker worker) {
            worker.handingOut = true;
            try {
                answers.run();
            } finally {
                worker.handingOut = false;
            }
        } else {
            answers.run();
        }
    }

    /** Ends the threads, by an interrupt those that work; waits for that until the deadline. */
    void end(Deadline deadline) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many there are. */
    int count() {
        return threads.getPoolSize();
    }

    private static final class Worker extends Thread {

        private final Runnable work;
        private final Executor context;
        private boolean handingOut;

        private Worker(Runnable work, Executor context) {
            super(null, null, "ration-" + NUMBERS.incrementAndGet(), 0, false);
            this.work = work;
            this.context = context;
            setDaemon(true);
            setContextClassLoader(ClassLoader.getSystemClassLoader());
        }

        @Override
        public void run() {
            boolean[] begun = {false};
            try {
                context.execute(() -> {
                    begun[0] = true;
                    work.run();
                });
            } catch (RuntimeException noContext) { // as of a container that is starting or stopping the application
                if (begun[0]) {
                    throw noContext;
                }
                work.run();
            }
        }
    }
}
