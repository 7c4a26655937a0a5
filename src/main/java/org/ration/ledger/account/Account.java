// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.LimitOverride;

/**
 * The counter of one (scope, period unit, key), and the only home of the counting rules.
 *
 * <p><b>Windows.</b> An account has no window until the first unit is counted; counting opens one, and archives the one
 * before it. A window is half-open and never moves backwards: before its start, by a clock that is behind, it is still
 * the open one; a new one starts no earlier than the last one's end. Zone and anchor are taken over with a new window.
 * What is refused, or costs 0, changes nothing, not even a window that is over.
 *
 * <p><b>Limit.</b> An effective override, else that of the charge; plus grants for the open window.
 * {@link QuotaPolicy#UNLIMITED} stays unlimited.
 *
 * <p><b>Holds.</b> What is held takes room as what is used does, in the window in which it was taken. Reserved is the
 * sum of the receipts that are held in the last window; a new window begins with none. The number of open holds and
 * their first end are those of all windows. Holds that have come to their end are given back when the account is next
 * locked.
 *
 * <p><b>Thresholds.</b> Percents of the effective limit, rounded up. The charge after which as much is used is told of
 * it, once in a window; again only after an operator's act or a reset that has taken the account below it.
 *
 * <p>Fields change in the methods of this class only: weaving does not see others. Not thread-safe; one that changes is
 * locked in its transaction.
 */
@Entity(name = "RationAccount")
@Table(name = "ration_account")
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class Account extends AccountIdentity {

    @Column(name = "zone", length = 64, nullable = false)
    private String zone;

    @Column(name = "anchor", nullable = false)
    private int anchor;

    @Column(name = "used", nullable = false)
    private long used;

    @Column(name = "reserved", nullable = false)
    private long reserved;

    /** No hold that is open ends before; null while none is. */
    @Column(name = "held_until")
    private @Nullable Long heldUntil;

    @Column(name = "holds", nullable = false)
    private long holds;

    @Column(name = "granted", nullable = false)
    private long granted;

    @Column(name = "quota_limit", nullable = false)
    private long limit;

    @Column(name = "limit_override")
    private @Nullable Long limitOverride;

    @Column(name = "override_until")
    private @Nullable Long overrideUntil;

    @Column(name = "override_reason", length = 400)
    private @Nullable String overrideReason;

    @Column(name = "override_by", length = 200)
    private @Nullable String overrideBy;

    /** The effective limit at the end of the window that is over, where an act has changed it since. */
    @Column(name = "closing_limit")
    private @Nullable Long closingLimit;

    @Column(name = "threshold_mark", nullable = false)
    private long thresholdMark;

    @Column(name = "period_start")
    private @Nullable Long periodStart;

    @Column(name = "reset_at")
    private @Nullable Long resetAt;

    @Column(name = "admin_version", nullable = false)
    private long adminVersion;

    @Column(name = "updated_at", nullable = false)
    private long updatedAt;

    /** The end of the last window, if that is history already, and the account has been removed since. */
    @Transient
    private @Nullable Long endInHistory;

    /** For the persistence provider. */
    protected Account() {}

    private Account(AccountIds ids, QuotaCharge first) {
        super(ids, first.key(), first.policy());
        follow(first.policy());
    }

    /** An account that was never charged. */
    public static Account unused(AccountIds ids, QuotaCharge first) {
        return new Account(ids, first);
    }

    /**
     * The policy of the last charge, as far as it is remembered.
     *
     * @return a policy with a zone, whose limit is that of the last counted charge
     */
    public QuotaPolicy policy() {
        return new QuotaPolicy(limit, rule().period(), scope(), Optional.of(rule().zone()), true);
    }

    /**
     * Whether a window is open, so that what is charged now is counted in it.
     *
     * @param now the time
     * @return false if it is over, or there was none yet
     */
    public boolean isOpen(Instant now) {
        return resetAt != null && now.toEpochMilli() < resetAt;
    }

    /** When a charge may find another limit or another count: the override ends, the first hold, and the window. */
    Stream<Instant> turningPoints(QuotaPolicy policy, Instant now) {
        Stream<Instant> reset = Stream.of(usage(policy, now).resetAt());
        Stream<Instant> override =
                Stream.ofNullable(overridden(now) ? overrideUntil : null).map(Instant::ofEpochMilli);
        Stream<Instant> hold = Stream.ofNullable(isOpen(now) && !isInflight() ? heldUntil : null)
                .map(Instant::ofEpochMilli);
        return Stream.of(override, hold, reset).flatMap(Function.identity());
    }

    /**
     * Whether it stands alike at two instants: its window is open at both or at neither, and so are its override and
     * holds.
     */
    public boolean isAlikeAt(Instant one, Instant other) {
        return isOpen(one) == isOpen(other) && overridden(one) == overridden(other) && isStale(one) == isStale(other);
    }

    /**
     * Counts a line, or holds it, whether or not it fits. One that is not marked changes nothing.
     *
     * @return the window that is over, if this line opened the next
     * @throws ArithmeticException if the counter would overflow; the account is spoilt then, and must not be written
     */
    Optional<ClosedWindow> take(ChargeLine line, Instant now) {
        if (!line.isMarked()) {
            return Optional.empty();
        }
        Optional<ClosedWindow> closed = isOpen(now) ? Optional.empty() : rollOver(line.policy(), now);
        if (line.isHeld()) {
            reserved = Math.addExact(reserved, line.cost());
            holds++;
            long end = line.endsAt(now).toEpochMilli();
            heldUntil = heldUntil == null ? end : Math.min(heldUntil, end);
        } else {
            used = Math.addExact(used, line.cost());
        }
        limit = line.policy().limit();
        updatedAt = now.toEpochMilli();
        return closed;
    }

    /** Whether a hold may have come to its end, so that what is reserved must be worked out anew. */
    public boolean isStale(Instant now) {
        return heldUntil != null && heldUntil <= now.toEpochMilli();
    }

    /** What is left of the holds, some of which may have come to their end. */
    void keepHolds(long units, long count, @Nullable Long firstEnd) {
        reserved = units;
        holds = count;
        heldUntil = firstEnd;
    }

    /** Whether the window that is open or was the last began at an instant, in milliseconds since 1970. */
    boolean beganAt(long start) {
        return periodStart != null && periodStart == start;
    }

    /** A hold is open no longer. Gives back what it holds of the last window, which is nothing if it is of another. */
    void giveBack(long units) {
        reserved -= units;
        holds--;
        heldUntil = holds == 0 ? null : heldUntil;
    }

    /**
     * Counts other units than before in the last window. Used is not set below zero, since an operator may have set it
     * to less than was counted.
     */
    void recount(long before, long units, Instant now) {
        used = Math.max(0, Math.addExact(used, units - before));
        updatedAt = now.toEpochMilli();
    }

    /**
     * Marks the thresholds of the last charge's limit that are reached and have not been marked in this window. To be
     * asked after a charge was {@linkplain #take taken}.
     *
     * @return in percent, the lower first; none for most charges
     */
    List<Integer> markThresholds(Instant now, Thresholds thresholds) {
        if (!isOpen(now)) {
            return List.of();
        }
        List<Integer> reached = thresholds.reached(used, limitInForce(limit, now), thresholdMark);
        thresholdMark = reached.isEmpty() ? thresholdMark : reached.get(reached.size() - 1);
        return reached;
    }

    /** An operator's act: what is used in the open window. */
    void use(long units) {
        used = units;
    }

    /** An operator's act: what is granted for the open window. */
    void grant(long units) {
        granted = units;
    }

    /** An operator's act: where the open window lies. */
    void lie(long start, long end) {
        periodStart = start;
        resetAt = end;
    }

    /** An operator's act: the override, or none. What is archived of a window that is over has the limit of before. */
    void override(@Nullable LimitOverride override, Instant now) {
        if (resetAt != null && !isOpen(now)) {
            closingLimit = limitAt(resetAt);
        }
        limitOverride = override == null ? null : override.limit();
        overrideUntil = override == null
                ? null
                : override.until().map(Instant::toEpochMilli).orElse(null);
        overrideBy = override == null ? null : override.by();
        overrideReason = override == null ? null : override.reason();
    }

    /** Counts an act; a threshold that it takes the account below can be reached again. */
    void adjusted(Instant now) {
        if (isOpen(now)) {
            thresholdMark = Math.min(thresholdMark, Thresholds.percent(used, limitInForce(limit, now)));
        }
        adminVersion++;
        updatedAt = now.toEpochMilli();
    }

    long used() {
        return used;
    }

    /** Whether units are held by calls that run, and never counted. */
    boolean isInflight() {
        return unit().equals(QuotaPeriod.INFLIGHT.unit());
    }

    /** Units used in the window that is open at an instant. */
    long used(Instant at) {
        return isOpen(at) ? used : 0;
    }

    /** Units held in the window that was the last. */
    long reserved() {
        return reserved;
    }

    /** Units held in the window that is open at an instant. */
    long reserved(Instant at) {
        return isOpen(at) ? reserved : 0;
    }

    /** Units still held at a later instant, if all holds end with the first; of calls in flight no end is known. */
    long stillReserved(Instant later) {
        boolean over = !isInflight() && heldUntil != null && heldUntil <= later.toEpochMilli();
        return over ? 0 : reserved(later);
    }

    /** How many holds are open, those of windows that are over, too. */
    long holds() {
        return holds;
    }

    @Nullable
    Long limitOverride() {
        return limitOverride;
    }

    @Nullable
    Long overrideUntil() {
        return overrideUntil;
    }

    /**
     * The start of the window that is open or was the last, in milliseconds since 1970; empty if there was none yet.
     */
    public Optional<Long> windowStart() {
        return Optional.ofNullable(periodStart);
    }

    /** The start of the last window, of which there must be one. */
    long periodStart() {
        return periodStart;
    }

    /** Its end. */
    long resetAt() {
        return resetAt;
    }

    /** Whether the last window ended before an instant, or there was none yet. */
    boolean endedBefore(Instant since) {
        return resetAt == null || resetAt < since.toEpochMilli();
    }

    /**
     * The override.
     *
     * @param now the time
     * @return empty if none applies
     */
    public Optional<LimitOverride> override(Instant now) {
        return overridden(now)
                ? Optional.of(new LimitOverride(
                        limitOverride,
                        Optional.ofNullable(overrideUntil).map(Instant::ofEpochMilli),
                        overrideBy,
                        overrideReason))
                : Optional.empty();
    }

    /**
     * The grants for the open window.
     *
     * @param now the time
     * @return extra units; 0 if no window is open
     */
    public long granted(Instant now) {
        return isOpen(now) ? granted : 0;
    }

    /** Whether it has no window, and never had one since it was added. */
    public boolean hasNoWindow() {
        return resetAt == null;
    }

    /** Has the first window begin no earlier than the last one ended that is history. */
    public void continueAfter(long end) {
        endInHistory = end;
    }

    /** Whether it has a window in the history that is not over yet, by a clock that is far behind. */
    boolean isAheadOf(Instant now) {
        return endInHistory != null && now.toEpochMilli() < endInHistory;
    }

    /**
     * The window that is over and not archived yet, since nothing was counted after it.
     *
     * @param now the time
     * @return empty if a window is open, or there was none yet
     */
    public Optional<ClosedWindow> endedWindow(Instant now) {
        return isOpen(now) ? Optional.empty() : Optional.ofNullable(resetAt).map(this::close);
    }

    /**
     * Counts the acts of operators, and the application's own.
     *
     * @return the version, which no charge changes
     */
    public long adminVersion() {
        return adminVersion;
    }

    /**
     * When the last unit was counted, or the last act was done.
     *
     * @return empty if there was neither
     */
    public Optional<Instant> updatedAt() {
        return updatedAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(updatedAt));
    }

    /**
     * The open window under a policy, in its current state; a fresh one, as if first used now, where none is open.
     *
     * @param policy the policy, with a zone
     * @param now the time
     * @return the usage
     */
    public QuotaUsage usage(QuotaPolicy policy, Instant now) {
        long limitInForce = limitInForce(policy.limit(), now);
        if (isOpen(now)) {
            Instant start = Instant.ofEpochMilli(periodStart);
            return usage(rule(), used, reserved, limitInForce, start, Instant.ofEpochMilli(resetAt));
        }
        WindowRule next = WindowRule.of(policy);
        return usage(next, 0, 0, limitInForce, next.startOf(now, lastEnd()), next.endOf(now));
    }

    private QuotaUsage usage(WindowRule rule, long units, long held, long limitInForce, Instant start, Instant end) {
        return QuotaUsage.builder(key(), rule.period(), rule.zone())
                .scope(scope())
                .used(units)
                .reserved(held)
                .limit(limitInForce)
                .window(start, end)
                .build();
    }

    /** The effective limit, where a charge has that of its policy. */
    long limitInForce(long policyLimit, Instant now) {
        long base = overridden(now) ? limitOverride : policyLimit;
        return isOpen(now) ? saturatedSum(base, granted) : base;
    }

    boolean overridden(Instant now) {
        return limitOverride != null && (overrideUntil == null || now.toEpochMilli() < overrideUntil);
    }

    private Optional<ClosedWindow> rollOver(QuotaPolicy policy, Instant now) {
        Optional<ClosedWindow> closed = Optional.ofNullable(resetAt).map(this::close);
        WindowRule next = WindowRule.of(policy);
        periodStart = next.startOf(now, lastEnd()).toEpochMilli();
        resetAt = next.endOf(now).toEpochMilli();
        used = 0;
        reserved = 0;
        granted = 0;
        thresholdMark = 0;
        closingLimit = null;
        follow(policy);
        return closed;
    }

    /** The end of the last window. */
    private @Nullable Long lastEnd() {
        return resetAt == null ? endInHistory : resetAt;
    }

    private ClosedWindow close(long end) {
        return new ClosedWindow(this, rule().isBrief(), periodStart, end).with(used, limitAt(end), granted);
    }

    /** The limit of the window that is open or was the last, as a charge without a policy of its own finds it. */
    long lastLimit(Instant now) {
        return isOpen(now) ? limitInForce(limit, now) : limitAt(resetAt);
    }

    private long limitAt(long end) {
        return closingLimit == null ? limitInForce(limit, Instant.ofEpochMilli(end - 1)) : closingLimit;
    }

    private void follow(QuotaPolicy policy) {
        WindowRule rule = WindowRule.of(policy);
        zone = rule.zone().getId();
        anchor = rule.anchor();
        limit = policy.limit();
    }

    private WindowRule rule() {
        return WindowRule.of(zone, unit(), anchor);
    }

    private static long saturatedSum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }
}
