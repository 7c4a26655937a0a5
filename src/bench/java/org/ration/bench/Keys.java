// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The keys, by number. Rows exist for all but those at first use. */
public final class Keys {

    /** The keys of a SPREAD load, 1 to so many. */
    public static final int SPREAD = 100_000;

    /** The limit of every counter but {@link #FULL}. */
    public static final long LIMIT = 900_000_000_000L;

    /** The limit of {@link #FULL}, all used. */
    public static final long SMALL_LIMIT = 1_000;

    static final long HOT = 0;
    static final long FULL = -1;
    static final long PAIR = -2;

    private static final AtomicLong UNSEEN = new AtomicLong(1_000_000_000);

    private Keys() {}

    static String name(long key) {
        return "user:" + key;
    }

    static LongSupplier one(long key) {
        return () -> key;
    }

    static LongSupplier random(int count) {
        SplittableRandom random = new SplittableRandom();
        return () -> random.nextInt(1, count + 1);
    }

    static LongSupplier unseen() {
        return UNSEEN::getAndIncrement;
    }
}
