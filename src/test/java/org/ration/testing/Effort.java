// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

/** How much is tried: little in every build, much with {@code -Pproof}. */
public final class Effort {

    private static final boolean LONG = Boolean.getBoolean("proof.long");

    private Effort() {}

    /** One of the two. */
    public static int of(int little, int much) {
        return LONG ? much : little;
    }
}
