// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaStoreException;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.batch.InterruptedWait;

/**
 * Reads of the database of which one at a time is made, however many ask, so that a flood of questions takes one
 * connection from charges at most. Callers that wait for the same share one read. A read that has begun takes nobody
 * in, since those who come later may ask for what has just been charged. Beyond a short queue callers are turned away.
 *
 * <p>The first caller in the queue makes the read; so the interrupt or the time-out of one is nothing to the
 * others. Safe for use by many threads.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
public final class SharedReads<K, V> {

    private final int maxCallers;
    private final Duration timeout;
    private final Function<K, V> reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Read<V>> waiting = new LinkedHashMap<>();
    private int callers;
    private boolean reading;

    /**
     * No reads yet.
     *
     * @param maxCallers how many callers may be here at once
     * @param timeout how long each may wait in the queue
     * @param reader reads
     */
    public SharedReads(int maxCallers, Duration timeout, Function<K, V> reader) {
        this.maxCallers = maxCallers;
        this.timeout = timeout;
        this.reader = reader;
    }

    /**
     * Reads, or waits for another caller's read of the same.
     *
     * @param what what is asked for
     * @return the answer, read after this call began
     * @throws QuotaStoreException if too many callers wait already, or it takes too long, or the database fails
     */
    public V get(K what) {
        lock.lock();
        try {
            if (callers == maxCallers) {
                throw QuotaStoreException.notCharged("too many callers ask the database at once", null);
            }
            callers++;
            try {
                return answer(what);
            } finally {
                callers--;
            }
        } finally {
            lock.unlock();
        }
    }

    int callers() {
        lock.lock();
        try {
            return callers;
        } finally {
            lock.unlock();
        }
    }

    private V answer(K what) {
        Deadline deadline = Deadline.in(timeout);
        Read<V> read = join(what);
        try {
            while (!read.ended) {
                if (read.abandoned) {
                    read = join(what);
                } else if (!reading && waiting.values().iterator().next() == read) {
                    make(what, read);
                } else {
                    await(deadline);
                }
            }
            return read.result();
        } finally {
            leave(what, read);
        }
    }

    private Read<V> join(K what) {
        Read<V> read = waiting.computeIfAbsent(what, any -> new Read<>());
        read.callers++;
        return read;
    }

    private void leave(K what, Read<V> read) {
        read.callers--;
        if (read.callers == 0 && waiting.remove(what, read)) {
            changed.signalAll();
        }
    }

    private void await(Deadline deadline) {
        if (deadline.passed()) {
            throw QuotaStoreException.notCharged("the database was asked by others for " + timeout, null);
        }
        try {
            changed.await(deadline.millisLeft(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw InterruptedWait.notCharged(interrupted);
        }
    }

    /** Without the lock, which the caller has. */
    private void make(K what, Read<V> read) {
        waiting.remove(what);
        reading = true;
        lock.unlock();
        boolean ended = false;
        try {
            read.value = reader.apply(what);
            ended = true;
        } catch (QuotaStoreException fault) {
            ended = !Thread.currentThread().isInterrupted();
            read.fault = fault;
            if (!ended) {
                throw fault;
            }
        } finally {
            lock.lock();
            reading = false;
            read.ended = ended;
            read.abandoned = !ended;
            changed.signalAll();
        }
    }

    /** A read, and how many wait for it. Its flags are guarded by the lock. */
    private static final class Read<V> {

        private int callers;
        private boolean ended;
        private boolean abandoned;
        private @Nullable V value;
        private @Nullable QuotaStoreException fault;

        private V result() {
            if (fault != null) {
                throw fault;
            }
            return value;
        }
    }
}
