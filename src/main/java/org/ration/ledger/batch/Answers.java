// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Answers on their way to their receivers, in order. Few threads hand them out at once; for each receiver that blocks
 * there is, in time, one more.
 */
final class Answers {

    /** At least so many may hand out answers at once, as receivers may block. */
    private static final int MIN_TELLERS = 8;

    private final int usual;
    private final Queue<Ticket<?, ?>> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tellers = new AtomicInteger();
    private final AtomicInteger allowed;
    private volatile @Nullable Ticket<?, ?> firstSeen;

    Answers(int connections) {
        usual = Math.max(MIN_TELLERS, connections);
        allowed = new AtomicInteger(usual);
    }

    void add(Ticket<?, ?> settled) {
        line.add(settled);
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
            if (tellers.incrementAndGet() <= allowed.get()) {
                Workers.handOut(this::tellEach);
            }
        } finally {
            if (tellers.decrementAndGet() == 0) {
                allowed.set(usual);
            }
        }
    }

    /**
     * Whether receivers block, as the next in line has not had its turn since this was asked last: one more may help
     * then.
     */
    boolean needMore() {
        Ticket<?, ?> first = line.peek();
        boolean stuck = first != null && first == firstSeen;
        firstSeen = first;
        if (stuck && tellers.get() >= allowed.get()) {
            allowed.incrementAndGet();
        }
        return stuck;
    }

    private void tellEach() {
        for (Ticket<?, ?> ticket = line.poll(); ticket != null; ticket = line.poll()) {
            tell(ticket);
        }
    }

    /** An exception of a receiver affects no other request. */
    private static void tell(Ticket<?, ?> ticket) {
        try {
            ticket.tell();
        } catch (Throwable thrown) {
            report(thrown);
        } finally {
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
