// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;

/** A window that is over. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class PastWindow extends AdminResult {

    private final Instant periodStart;
    private final Instant resetAt;
    private final long used;
    private final long limit;
    private final long granted;

    /**
     * Ration makes those that it answers.
     *
     * @param periodStart its first instant
     * @param resetAt the first instant after it
     * @param used the units used at its end
     * @param limit the effective limit at its end, grants included
     * @param granted the extra units
     */
    public PastWindow(Instant periodStart, Instant resetAt, long used, long limit, long granted) {
        this.periodStart = Objects.requireNonNull(periodStart, "periodStart");
        this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
        this.used = used;
        this.limit = limit;
        this.granted = granted;
    }

    /** {@return its first instant} */
    public Instant periodStart() {
        return periodStart;
    }

    /** {@return the first instant after it} */
    public Instant resetAt() {
        return resetAt;
    }

    /** {@return the units used at its end} */
    public long used() {
        return used;
    }

    /** {@return the effective limit at its end, grants included} */
    public long limit() {
        return limit;
    }

    /** {@return the extra units} */
    public long granted() {
        return granted;
    }

    @Override
    Members members() {
        return new Members()
                .with("periodStart", periodStart)
                .with("resetAt", resetAt)
                .with("used", used)
                .with("limit", limit)
                .with("granted", granted);
    }
}
