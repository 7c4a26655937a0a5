// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

/**
 * Room on the stack. A caller whose stack ends halfway through a change of what all callers share would leave it broken for
 * the others; so its stack ends before that, if it must.
 */
final class StackReserve {

    /** Several times as deep as what comes after it, which may have to start a thread. */
    private static final int DEPTH = 100;

    private StackReserve() {}

    /**
     * Goes on if there is room.
     *
     * @throws StackOverflowError if there is none
     */
    static void require() {
        if (descend(DEPTH, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) != DEPTH) {
            throw new IllegalStateException("no way down");
        }
    }

    /** All are needed after the call, so that a frame has some hundred bytes also once it is compiled. */
    private static long descend(
            int depth, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l) {
        if (depth == 0) {
            return a + b + c + d + e + f + g + h + i + j + k + l;
        }
        long below = descend(depth - 1, l, a, b, c, d, e, f, g, h, i, j, k);
        return 1 + below + (a ^ b ^ c ^ d ^ e ^ f) + (g ^ h ^ i ^ j ^ k ^ l);
    }
}
