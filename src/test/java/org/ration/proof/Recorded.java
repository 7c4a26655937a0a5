// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.util.Map;

/**
 * One call of a concurrent history.
 *
 * @param invoked before the call, on a clock that all threads share
 * @param returned after its answer; {@link Long#MAX_VALUE} if that is unknown
 * @param costs the units by account
 * @param limits the limits by account
 * @param answer what it was told
 * @param used what it was told of each account
 */
record Recorded(
        long invoked,
        long returned,
        Map<String, Long> costs,
        Map<String, Long> limits,
        Answer answer,
        Map<String, Long> used) {

    /** How a call ended. */
    enum Answer {
        ALLOWED,
        REFUSED,
        /** It has failed and charged nothing. */
        NOT_CHARGED,
        /** It may have charged or not, and may do so still. */
        UNKNOWN
    }
}
