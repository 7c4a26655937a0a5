package org.ration.bench;

/** A way to count in a database. It has rows of its own for all {@link Keys}, and a pool of its own. */
public interface Design extends AutoCloseable {

    /** The name, as in reports. */
    String name();

    /** How it charges under a load. */
    Charge charge(Load load);

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
