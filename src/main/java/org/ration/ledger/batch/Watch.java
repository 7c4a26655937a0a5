// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** One thread that looks at the clock, while there is anything that has a deadline. */
final class Watch implements Runnable {

    private static final long MAX_PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int IDLE_PULSES = 50;

    private final long pulseNanos;
    private final Predicate<Runnable> starter;
    private final Runnable pulse;
    private final BooleanSupplier idle;
    private final AtomicBoolean kept = new AtomicBoolean();
    private volatile boolean ended;

    /**
     * Nobody keeps it yet.
     *
     * @param starter has a thread do something; false if there is none
     * @param pulse what is done again and again
     * @param idle whether nothing has a deadline
     */
    Watch(Limits limits, Predicate<Runnable> starter, Runnable pulse, BooleanSupplier idle) {
        this.pulseNanos = Math.min(MAX_PULSE_NANOS, limits.timeoutNanos() / 10);
        this.starter = starter;
        this.pulse = pulse;
        this.idle = idle;
    }

    /** Has a thread keep it, if none does. */
    void begin() {
        if (kept.get() || !kept.compareAndSet(false, true)) {
            return;
        }
        boolean started = false;
        try {
            started = starter.test(this);
        } finally {
            if (!started) {
                kept.set(false);
            }
        }
    }

    void end() {
        ended = true;
    }

    /** Waits until the next pulse is due. */
    void pause() {
        LockSupport.parkNanos(this, pulseNanos);
    }

    /** What its thread does. */
    @Override
    public void run() {
        try {
            int idlePulses = 0;
            while (idlePulses < IDLE_PULSES && !ended) {
                pause();
                idlePulses = idle.getAsBoolean() ? idlePulses + 1 : 0;
                pulse.run();
            }
        } finally {
            kept.set(false);
        }
        if (!idle.getAsBoolean() && !ended) {
            begin();
        }
    }
}
