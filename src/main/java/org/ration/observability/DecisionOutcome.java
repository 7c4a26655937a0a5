// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import java.util.Locale;

/** The outcome of one charge, as metrics call it. */
public enum DecisionOutcome {
    /** Taken, and not above the limit. */
    ALLOWED,
    /** Taken above the limit, by a quota that does not block. */
    OVER,
    /** Held. */
    HELD,
    /** Answered by the first decision on the same id. */
    REPLAYED,
    /** Settled, with a unit counted or more. */
    SETTLED,
    /** Settled with nothing counted. */
    RELEASED,
    /** Of those that were settled, more was counted than was held, beyond the limit. */
    OVERRUN,
    /** Held, and not settled in time. */
    EXPIRED,
    /** Refused. */
    REFUSED,
    /** Not decided: store trouble. */
    FAILED,
    /** Of those that failed, the call passed uncounted. */
    UNCOUNTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The outcome in lower case. */
    public String text() {
        return text;
    }
}
