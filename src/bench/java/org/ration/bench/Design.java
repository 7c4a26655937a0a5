// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.concurrent.CompletionStage;

/** A way to count in a database. It has rows of its own for all {@link Keys}, and a pool of its own. */
public interface Design extends AutoCloseable {

    /** The name, as in reports. */
    String name();

    /** How it charges under a load. */
    Charge charge(Load load);

    /**
     * Takes one unit, durably, without a thread that waits.
     *
     * @param key the number of the key
     * @return completed with how many units it was granted
     */
    default CompletionStage<Integer> take(long key) {
        throw new UnsupportedOperationException(name() + " has callers that wait");
    }

    /** The units that all its rows have counted so far, read past its pool. */
    long counted();

    @Override
    void close();

    /** One charge. */
    @FunctionalInterface
    interface Charge {

        /**
         * Takes one unit, durably.
         *
         * @param key the number of the key
         * @return how many units it was granted in all counters together; 0 if it was refused
         */
        int take(long key);
    }
}
