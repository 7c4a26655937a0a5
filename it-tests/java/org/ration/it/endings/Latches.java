// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls that wait until a test lets them go on. */
@ApplicationScoped
public class Latches {

    private static final int LONGEST_SECONDS = 30;

    private final Map<String, CountDownLatch> latches = new ConcurrentHashMap<>();

    /** Waits for the test, but not for ever. */
    void await(String name) {
        try {
            latch(name).await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets those go on that wait, and those that come. */
    void open(String name) {
        latch(name).countDown();
    }

    private CountDownLatch latch(String name) {
        return latches.computeIfAbsent(name, any -> new CountDownLatch(1));
    }
}
