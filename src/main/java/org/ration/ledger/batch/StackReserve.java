// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.batch;

/**
 * Room on the stack. A caller whose stack ends halfway through a change of what all callers share would leave it broken for
 * the others; so its stack ends before that, if it must.
 */
final class StackReserve {

    /** Several times as deep as what comes after it. */
    private static final int DEPTH = 100;

    private StackReserve() {}

    /**
     * Goes on if there is room.
     *
     * @throws StackOverflowError if there is none
     */
    static void require() {
        if (descend(DEPTH) != DEPTH) {
            throw new IllegalStateException("no way down");
        }
    }

    private static int descend(int depth) {
        return depth == 0 ? 0 : 1 + descend(depth - 1);
    }
}
