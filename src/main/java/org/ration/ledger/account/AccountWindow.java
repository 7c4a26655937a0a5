// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last window of an account: open, or over, or none yet. It is half-open and never moves backwards: before its
 * start, by a clock that is behind, it is still open; the next one starts no earlier than it ends.
 */
@Embeddable
@Access(AccessType.FIELD)
public class AccountWindow {

    @Column(name = "zone", length = 64, nullable = false)
    private String zone;

    @Column(name = "anchor", nullable = false)
    private int anchor;

    @Column(name = "period_start")
    private @Nullable Long periodStart;

    @Column(name = "reset_at")
    private @Nullable Long resetAt;

    /** The end of the last window, if that is history already, and the account has been removed since. */
    @Transient
    private @Nullable Long endInHistory;

    /** No window. Also for the persistence provider. */
    protected AccountWindow() {}

    /** Takes over the zone and the anchor of a rule. */
    void follow(WindowRule rule) {
        zone = rule.zone().getId();
        anchor = rule.anchor();
    }

    /** Opens the next. */
    void open(WindowRule rule, Instant now) {
        periodStart = nextStart(rule, now).toEpochMilli();
        resetAt = rule.endOf(now).toEpochMilli();
        follow(rule);
    }

    /** Moves it. */
    void move(long start, long end) {
        periodStart = start;
        resetAt = end;
    }

    /** Has the first one begin no earlier than the last one ended that is history. */
    void continueAfter(long end) {
        endInHistory = end;
    }

    /** The rule by which it was opened, or the first is going to be. */
    WindowRule rule(String unit) {
        return WindowRule.of(zone, unit, anchor);
    }

    /** The start of the next, if it were opened now. */
    Instant nextStart(WindowRule rule, Instant now) {
        return rule.startOf(now, resetAt == null ? endInHistory : resetAt);
    }

    boolean isOpen(Instant now) {
        return resetAt != null && now.toEpochMilli() < resetAt;
    }

    /** Whether it is over, and not only missing. */
    boolean isOver(Instant now) {
        return resetAt != null && !isOpen(now);
    }

    /** Whether it ended before an instant, or there was none yet. */
    boolean endedBefore(Instant since) {
        return resetAt == null || resetAt < since.toEpochMilli();
    }

    /** Whether there is one in the history that is not over yet, by a clock that is far behind. */
    boolean isAheadOf(Instant now) {
        return endInHistory != null && now.toEpochMilli() < endInHistory;
    }

    /** Its start, in milliseconds since 1970; empty if there was none yet. */
    Optional<Long> knownStart() {
        return Optional.ofNullable(periodStart);
    }

    /** Its start, of one that there is. */
    long start() {
        return periodStart;
    }

    /** Its end, of one that there is. */
    long end() {
        return resetAt;
    }

    /** Whether there was none yet. */
    boolean isMissing() {
        return resetAt == null;
    }
}
