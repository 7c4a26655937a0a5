// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

/**
 * Room on the stack. A caller whose stack ends halfway through a change of what all callers share would leave it broken
 * for the others; so its stack ends before that, if it must.
 */
final class StackReserve {

    /**
     * Some 8 KB once it is compiled, and more before: several times what comes after it, which may have to start a
     * thread.
     */
    private static final int DEPTH = 128;

    private StackReserve() {}

    /**
     * Goes on if there is room.
     *
     * @throws StackOverflowError if there is none
     */
    static void require() {
        if (descend(DEPTH, 0, 0, 0, 0) != DEPTH) {
            throw new IllegalStateException("no way down");
        }
    }

    /** All are needed after the call, so that a compiled frame keeps them: without them it has 17 bytes. */
    private static long descend(int depth, long a, long b, long c, long d) {
        if (depth == 0) {
            return a + b + c + d;
        }
        return 1 + descend(depth - 1, a, b, c, d) + (a ^ b) + (c ^ d);
    }
}
