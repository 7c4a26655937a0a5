// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Interrupts callers at random moments: each call ends as it may, and no other call notices. */
final class Interrupts implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final List<Thread> callers = new ArrayList<>();
    private final Random random;
    private final Thread interrupter;
    private volatile boolean over;

    Interrupts(long seed) {
        this.random = new Random(seed);
        this.interrupter = new Thread(this::interrupt, "interrupts");
        interrupter.setDaemon(true);
        interrupter.start();
    }

    /** Makes a call that may be interrupted; afterwards the thread is not. */
    <T> T exposed(Supplier<T> call) {
        synchronized (callers) {
            callers.add(Thread.currentThread());
        }
        try {
            return call.get();
        } finally {
            synchronized (callers) {
                callers.remove(Thread.currentThread());
                Thread.interrupted();
            }
        }
    }

    private void interrupt() {
        while (!over) {
            LockSupport.parkNanos(PAUSE_NANOS);
            synchronized (callers) {
                if (!callers.isEmpty()) {
                    callers.get(random.nextInt(callers.size())).interrupt();
                }
            }
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
