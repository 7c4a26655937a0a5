// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Runs a cell whose charges are outstanding, with no thread that waits: each that is answered charges again. */
final class Outstanding {

    /** Latencies are recorded in microseconds, up to a minute, of one charge in so many. */
    private static final int SAMPLED = 16;

    private static final long MAX_MICROS = 60_000_000L;
    private static final int DIGITS = 2;

    private final Cell cell;
    private final Design design;
    private final Gauges gauges;
    private final LongAdder granted = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final Histogram latencies = new ConcurrentHistogram(MAX_MICROS, DIGITS);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended;
    private volatile boolean measured;
    private volatile boolean over;

    Outstanding(Cell cell, Design design, Gauges gauges) {
        this.cell = cell;
        this.design = design;
        this.gauges = gauges;
        this.ended = new CountDownLatch(cell.threads());
    }

    Measurement run(int repetition, long warmUpMillis, long millis) throws InterruptedException {
        long countedBefore = design.counted();
        for (int number = 0; number < cell.threads(); number++) {
            new Charger(cell.load().keys(number)).charge();
        }
        Thread.sleep(warmUpMillis);
        Gauges.Reading begin = gauges.read();
        measured = true;
        Thread.sleep(millis);
        measured = false;
        Gauges.Reading used = gauges.read().since(begin);
        over = true;
        ended.await();
        if (failure.get() != null) {
            throw new IllegalStateException(cell + " failed", failure.get());
        }
        long all = answers.sum();
        return new Measurement(
                cell,
                repetition,
                all / used.seconds(),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                (double) used.roundTrips() / all,
                used.clientCpuNanos() / 1e3 / all,
                used.serverCpuNanos() / 1e3 / all,
                granted.sum(),
                design.counted() - countedBefore);
    }

    private final class Charger {

        private final LongSupplier keys;
        private long begin;
        private int charges;

        private Charger(LongSupplier keys) {
            this.keys = keys;
        }

        private void charge() {
            if (over || failure.get() != null) {
                ended.countDown();
                return;
            }
            begin = System.nanoTime();
            design.take(keys.getAsLong()).whenComplete(this::answered);
        }

        private void answered(@Nullable Integer units, @Nullable Throwable failed) {
            if (failed != null || units == 0) {
                failure.compareAndSet(
                        null, failed == null ? new IllegalStateException("a charge was refused") : failed);
            } else {
                granted.add(units);
                note();
            }
            charge();
        }

        private void note() {
            if (measured) {
                answers.increment();
                if (++charges % SAMPLED == 0) {
                    latencies.recordValue(Math.min((System.nanoTime() - begin) / 1000, MAX_MICROS));
                }
            }
        }
    }
}
