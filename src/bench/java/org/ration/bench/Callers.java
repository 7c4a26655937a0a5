// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Runs a cell: so many threads charge one after the other, warm up, are measured, and stop. */
public final class Callers {

    /** Latencies are recorded in tenths of a microsecond, up to a minute. */
    private static final int NANOS_PER_TICK = 100;

    private static final long MAX_TICKS = 600_000_000L;
    private static final int DIGITS = 2;

    private enum Phase {
        WARM_UP,
        MEASURED,
        OVER
    }

    private final Cell cell;
    private final Design design;
    private final Gauges gauges;
    private final IntFunction<LongSupplier> keys;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile Phase phase = Phase.WARM_UP;

    /**
     * Callers.
     *
     * @param cell the cell
     * @param design its design
     * @param gauges reads what is counted outside
     */
    public Callers(Cell cell, Design design, Gauges gauges) {
        this(cell, design, gauges, cell.load()::keys);
    }

    /** Callers of other keys than the load's, each by the number of the caller. */
    Callers(Cell cell, Design design, Gauges gauges, IntFunction<LongSupplier> keys) {
        this.cell = cell;
        this.design = design;
        this.gauges = gauges;
        this.keys = keys;
    }

    /**
     * Runs the cell.
     *
     * @param threads makes the threads
     * @param repetition the number of the repetition
     * @param warmUpMillis how long it warms up
     * @param millis how long it is measured
     * @throws IllegalStateException if a charge failed, or was answered with a refusal where it should be granted or
     *     the other way round
     */
    public Measurement run(ThreadFactory threads, int repetition, long warmUpMillis, long millis)
            throws InterruptedException {
        long countedBefore = design.counted();
        List<Caller> callers = start(threads);
        Thread.sleep(warmUpMillis);
        Gauges.Reading begin = gauges.read();
        phase = Phase.MEASURED;
        Thread.sleep(millis);
        phase = Phase.OVER;
        Gauges.Reading used = gauges.read().since(begin);
        for (Caller caller : callers) {
            caller.thread.join();
        }
        requireNoFailure();
        return measurement(callers, used, repetition, design.counted() - countedBefore);
    }

    private List<Caller> start(ThreadFactory threads) {
        List<Caller> callers = new ArrayList<>();
        for (int number = 0; number < cell.threads(); number++) {
            callers.add(new Caller(number));
        }
        callers.forEach(caller -> {
            caller.thread = threads.newThread(caller);
            caller.thread.start();
        });
        return callers;
    }

    private void requireNoFailure() {
        if (failure.get() != null) {
            throw new IllegalStateException(cell + " failed", failure.get());
        }
    }

    private Measurement measurement(List<Caller> callers, Gauges.Reading used, int repetition, long counted) {
        Histogram latencies = new Histogram(MAX_TICKS, DIGITS);
        long answers = 0;
        long granted = 0;
        for (Caller caller : callers) {
            granted += caller.granted;
            answers += caller.latencies.getTotalCount();
            if (cell.load().isMeasured(caller.number)) {
                latencies.add(caller.latencies);
            }
        }
        return new Measurement(
                cell,
                repetition,
                latencies.getTotalCount() / used.seconds(),
                micros(latencies.getValueAtPercentile(50)),
                micros(latencies.getValueAtPercentile(99)),
                (double) used.roundTrips() / answers,
                used.clientCpuNanos() / 1e3 / answers,
                used.serverCpuNanos() / 1e3 / answers,
                granted,
                counted);
    }

    private static double micros(long ticks) {
        return ticks * (NANOS_PER_TICK / 1e3);
    }

    private final class Caller implements Runnable {

        private final int number;
        private final LongSupplier ownKeys;
        private final Design.Charge charge;
        private final Histogram latencies = new Histogram(MAX_TICKS, DIGITS);
        private long granted;
        private @Nullable Thread thread;

        Caller(int number) {
            this.number = number;
            this.ownKeys = keys.apply(number);
            this.charge = design.charge(cell.load());
        }

        @Override
        public void run() {
            try {
                while (phase != Phase.OVER && failure.get() == null) {
                    charge();
                }
            } catch (RuntimeException | Error failed) {
                failure.compareAndSet(null, failed);
            }
        }

        private void charge() {
            long key = ownKeys.getAsLong();
            long begin = System.nanoTime();
            int units = charge.take(key);
            long nanos = System.nanoTime() - begin;
            if ((units == 0) != (cell.load() == Load.REFUSED)) {
                throw new IllegalStateException("a charge was answered with " + units + " units under " + cell.load());
            }
            granted += units;
            if (phase == Phase.MEASURED) {
                latencies.recordValue(Math.min(nanos / NANOS_PER_TICK, MAX_TICKS));
            }
        }
    }
}
