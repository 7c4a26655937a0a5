// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;

/**
 * Answers on their way to their receivers, in order, and reports that no request waits for. Few threads hand them out
 * at once; in time, one is added for each receiver that blocks, up to a bound. A request counts from its arrival until
 * its receiver has returned, so that receivers that block keep a bounded number of threads and of answers.
 */
final class Answers {

    /** At least so many threads may hand out answers at once, as receivers may block. */
    private static final int MIN_THREADS = 8;

    /** No more may, however many receivers block. */
    private static final int MAX_THREADS = 64;

    private final int usual;
    private final int most;
    private final int capacity;
    private final AtomicInteger expected = new AtomicInteger();
    private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger allowed;
    private volatile @Nullable Runnable firstSeen;

    Answers(Limits limits) {
        usual = Math.max(MIN_THREADS, limits.connections());
        most = Math.max(MAX_THREADS, usual);
        capacity = limits.waiting();
        allowed = new AtomicInteger(usual);
    }

    /**
     * Takes a request that will have an answer.
     *
     * @throws QuotaStoreException not charged, if too many have not been delivered yet
     */
    void expect() {
        if (expected.incrementAndGet() > capacity) {
            expected.decrementAndGet();
            throw Limits.full("on this node");
        }
    }

    /** A request that was {@link #expect expected} needs no answer any more. */
    void drop() {
        expected.decrementAndGet();
    }

    void add(Ticket<?, ?> settled) {
        line.add(settled::notifyReceiver);
    }

    /** Takes what is handed out like an answer, but was not expected, and is never too much. */
    void addReport(Runnable report) {
        expected.incrementAndGet();
        line.add(report);
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    /** Hands answers out, unless so many do that they may all be blocked. */
    void handOut() {
        if (line.isEmpty()) {
            return;
        }
        try {
            if (threads.incrementAndGet() <= allowed.get()) {
                Workers.handOut(this::handOutEach);
            }
        } finally {
            if (threads.decrementAndGet() == 0) {
                allowed.set(usual);
            }
        }
    }

    /**
     * Whether receivers block, as the next in line has not had its turn since this was asked last: one more may help
     * then.
     */
    boolean needMore() {
        Runnable first = line.peek();
        boolean stuck = first != null && first == firstSeen;
        firstSeen = first;
        if (stuck && threads.get() >= allowed.get()) {
            return allowed.getAndUpdate(now -> Math.min(most, now + 1)) < most;
        }
        return stuck;
    }

    private void handOutEach() {
        for (Runnable answer = line.poll(); answer != null; answer = line.poll()) {
            handOut(answer);
        }
    }

    /** An exception of a receiver affects no other request. */
    private void handOut(Runnable answer) {
        try {
            answer.run();
        } catch (Throwable thrown) {
            report(thrown);
        } finally {
            drop();
            Workers.clearInterrupt(); // the next batch is not the receiver's
        }
    }

    private static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable ofTheHandler) {
            return; // as the JVM does
        }
    }
}
