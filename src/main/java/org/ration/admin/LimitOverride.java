// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** An operator's limit that applies in place of the declared one. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class LimitOverride extends AdminResult {

    private final long limit;
    private final Optional<Instant> until;
    private final String by;
    private final String reason;

    /**
     * Ration makes those that it answers.
     *
     * @param limit the units of one window, or {@link org.ration.QuotaPolicy#UNLIMITED}
     * @param until the first instant at which it no longer applies; empty for no end
     * @param by who set it
     * @param reason why it was set
     */
    public LimitOverride(long limit, Optional<Instant> until, String by, String reason) {
        this.limit = limit;
        this.until = Objects.requireNonNull(until, "until");
        this.by = Objects.requireNonNull(by, "by");
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** {@return the units of one window, or {@link org.ration.QuotaPolicy#UNLIMITED}} */
    public long limit() {
        return limit;
    }

    /** {@return the first instant at which it no longer applies; empty for no end} */
    public Optional<Instant> until() {
        return until;
    }

    /** {@return who set it} */
    public String by() {
        return by;
    }

    /** {@return why it was set} */
    public String reason() {
        return reason;
    }

    @Override
    Members members() {
        return new Members()
                .with("limit", limit)
                .with("until", until)
                .with("by", by)
                .with("reason", reason);
    }
}
