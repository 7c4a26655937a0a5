// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import java.util.Locale;

/** The outcome of one charge, as metrics call it. */
public enum DecisionOutcome {
    /** Taken, and not above the limit. */
    ALLOWED,
    /** Taken above the limit, by a quota that does not block. */
    OVER,
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
