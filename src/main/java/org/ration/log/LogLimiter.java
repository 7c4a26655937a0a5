// SPDX-License-Identifier: Apache-2.0
package org.ration.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps a log readable: of all that happens under one name, lets one pass in a second, and counts the rest. The first
 * passes at once. Remembers a bounded number of names; all beyond share one. Safe for use by many threads.
 */
public final class LogLimiter {

    private static final int MAX_NAMES = 1000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final long ahead;
    private final Map<String, Gap> gaps = new ConcurrentHashMap<>();

    /** A limiter by the machine's own time, which no clock of the application moves. */
    public LogLimiter() {
        this(1);
    }

    /**
     * A limiter that lets several pass at once before it lets one pass in a second.
     *
     * @param burst how many at once
     */
    public LogLimiter(int burst) {
        this(System::nanoTime, burst);
    }

    /**
     * A limiter.
     *
     * @param nanos the time, in nanoseconds from an arbitrary beginning
     */
    public LogLimiter(LongSupplier nanos) {
        this(nanos, 1);
    }

    LogLimiter(LongSupplier nanos, int burst) {
        this.nanos = nanos;
        this.ahead = (burst - 1) * SECOND;
    }

    /**
     * Lets something pass, or counts it.
     *
     * @param name whose limiter it is
     * @param pass what passes; is given how many did not since the last that did
     */
    public void each(String name, LongConsumer pass) {
        long now = nanos.getAsLong();
        Gap gap = gaps.get(name);
        if (gap == null) {
            gap = gaps.computeIfAbsent(gaps.size() < MAX_NAMES ? name : "", any -> new Gap(now));
        }
        long next = gap.next.get();
        long start = now - next >= 0 ? now : next;
        if (start - now <= ahead && gap.next.compareAndSet(next, start + SECOND)) {
            pass.accept(gap.held.getAndSet(0));
        } else {
            gap.held.incrementAndGet();
        }
    }

    /** The time until which nothing more passes, and how many were held back. */
    private static final class Gap {

        private final AtomicLong next;
        private final AtomicLong held = new AtomicLong();

        private Gap(long now) {
            next = new AtomicLong(now);
        }
    }
}
