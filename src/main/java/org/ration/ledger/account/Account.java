// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.LimitOverride;

/**
 * The counter of one (scope, period unit, key). The counting rules are those of this package: of this class,
 * {@link AccountWindow}, {@link AccountLimit}, {@link AccountHolds}, {@link EvaluatedLine} (what fits),
 * {@link AccountBook} (holds that have ended, settlements), {@link Adjustment} (operators' acts) and
 * {@link AccountView} (states). SQL and the operators' page repeat some of them; these copies name their original, and
 * the test that compares both: {@code PostgreSqlDialect.Counting}, {@code AccountRows}, {@code OperatorTables} and
 * {@code RetentionTables} in {@code ledger.sql}, {@code admin.web.Views}, {@code words.js} and {@code forecast.js}.
 *
 * <p><b>Windows.</b> An account has no window until the first unit is counted; counting opens one, and archives the one
 * before it. A window is half-open and never moves backwards: before its start, by a clock that is behind, it is still
 * the open one; a new one starts no earlier than the last one's end. Zone and anchor are taken over with a new window.
 * A charge that is refused, or costs 0, changes nothing, not even a window that is over.
 *
 * <p><b>Limit.</b> An effective override, else that of the charge; plus grants for the open window.
 * {@link QuotaPolicy#UNLIMITED} stays unlimited.
 *
 * <p><b>Holds.</b> What is held takes room as what is used does, in the window in which it was taken. Reserved is the
 * sum of the receipts that are held in the last window; a new window begins with none. The number of open holds and
 * their first end are those of all windows. Holds that have come to their end are given back when the account is next
 * locked.
 *
 * <p><b>Thresholds.</b> Percents of the effective limit, rounded up. The charge that reaches one reports it,
 * once in a window; again only after an operator's act or a reset that has taken the account below it.
 *
 * <p>Never managed by the persistence provider: {@code ledger.sql} reads it as scalars, and writes what has changed by
 * SQL. Not thread-safe; one that changes is locked in its transaction.
 */
@Entity(name = "RationAccount")
@Table(name = "ration_account")
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class Account extends AccountIdentity {

    @Column(name = "used", nullable = false)
    private long used;

    @Embedded
    private AccountWindow lastWindow = new AccountWindow();

    @Embedded
    private AccountHolds holds = new AccountHolds();

    @Embedded
    private AccountLimit limit = new AccountLimit();

    @Column(name = "threshold_mark", nullable = false)
    private long thresholdMark;

    @Column(name = "admin_version", nullable = false)
    private long adminVersion;

    @Column(name = "updated_at", nullable = false)
    private long updatedAt;

    /** For the persistence provider. */
    protected Account() {}

    private Account(AccountIds ids, QuotaCharge first) {
        super(ids, first.key(), first.policy());
        lastWindow.follow(WindowRule.of(first.policy()));
        limit.follow(first.policy());
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
        return new QuotaPolicy(limit.ofPolicy(), rule().period(), scope(), Optional.of(rule().zone()), true);
    }

    /**
     * Whether a window is open, so that what is charged now is counted in it.
     *
     * @param now the time
     * @return false if it is over, or there was none yet
     */
    public boolean isOpen(Instant now) {
        return lastWindow.isOpen(now);
    }

    /**
     * Whether it stands alike at two instants: its window is open at both or at neither, and so are its override and
     * holds.
     */
    public boolean isAlikeAt(Instant one, Instant other) {
        return isOpen(one) == isOpen(other)
                && limit.isOverridden(one) == limit.isOverridden(other)
                && isStale(one) == isStale(other);
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
            holds.add(line.cost(), line.endsAt(now));
        } else {
            used = Math.addExact(used, line.cost());
        }
        limit.follow(line.policy());
        updatedAt = now.toEpochMilli();
        return closed;
    }

    /** Whether a hold may have come to its end, so that what is reserved must be added up anew. */
    public boolean isStale(Instant now) {
        return holds.mayHaveEnded(now);
    }

    /** Whether the window that is open or was the last began at an instant, in milliseconds since 1970. */
    boolean beganAt(long start) {
        return lastWindow.knownStart().filter(known -> known == start).isPresent();
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
        List<Integer> reached = thresholds.reached(used, limitInForce(now), thresholdMark);
        thresholdMark = reached.isEmpty() ? thresholdMark : reached.get(reached.size() - 1);
        return reached;
    }

    /** An operator's act: what is used in the open window. */
    void use(long units) {
        used = units;
    }

    /** An operator's act: the override, or none. A window that is over is archived with the limit before the act. */
    void override(@Nullable LimitOverride override, Instant now) {
        if (lastWindow.isOver(now)) {
            limit.keepClosing(lastWindow.end());
        }
        limit.override(override);
    }

    /** Counts an act; a threshold that it takes the account below can be reached again. */
    void adjusted(Instant now) {
        if (isOpen(now)) {
            thresholdMark = Math.min(thresholdMark, Thresholds.percent(used, limitInForce(now)));
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

    /** Units held in the window that is open at an instant. */
    long reserved(Instant at) {
        return isOpen(at) ? holds.reserved() : 0;
    }

    /** Units still held at a later instant, if all holds end with the first; of calls in flight no end is known. */
    long stillReserved(Instant later) {
        boolean over = !isInflight() && holds.mayHaveEnded(later);
        return over ? 0 : reserved(later);
    }

    /** The open holds. */
    AccountHolds holds() {
        return holds;
    }

    /** The limit. */
    AccountLimit limit() {
        return limit;
    }

    /**
     * The start of the window that is open or was the last, in milliseconds since 1970; empty if there was none yet.
     */
    public Optional<Long> windowStart() {
        return lastWindow.knownStart();
    }

    /** The window that is open or was the last. */
    AccountWindow lastWindow() {
        return lastWindow;
    }

    /**
     * The grants for the open window.
     *
     * @param now the time
     * @return extra units; 0 if no window is open
     */
    public long granted(Instant now) {
        return isOpen(now) ? limit.granted() : 0;
    }

    /** Whether it has no window, and never had one since it was added. */
    public boolean hasNoWindow() {
        return lastWindow.isMissing();
    }

    /** Has the first window begin no earlier than the last one ended that is history. */
    public void continueAfter(long end) {
        lastWindow.continueAfter(end);
    }

    /**
     * The window that is over and not archived yet, since nothing was counted after it.
     *
     * @param now the time
     * @return empty if a window is open, or there was none yet
     */
    public Optional<ClosedWindow> endedWindow(Instant now) {
        return lastWindow.isOver(now) ? Optional.of(close()) : Optional.empty();
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
            Instant start = Instant.ofEpochMilli(lastWindow.start());
            Instant end = Instant.ofEpochMilli(lastWindow.end());
            return usage(rule(), used, holds.reserved(), limitInForce, start, end);
        }
        WindowRule next = WindowRule.of(policy);
        return usage(next, 0, 0, limitInForce, lastWindow.nextStart(next, now), next.endOf(now));
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
        return isOpen(now) ? limit.inWindow(policyLimit, now) : limit.besidesGrants(policyLimit, now);
    }

    /** The effective limit of a charge that has the limit of the last one. */
    private long limitInForce(Instant now) {
        return limitInForce(limit.ofPolicy(), now);
    }

    private Optional<ClosedWindow> rollOver(QuotaPolicy policy, Instant now) {
        Optional<ClosedWindow> closed = endedWindow(now);
        lastWindow.open(WindowRule.of(policy), now);
        used = 0;
        holds.rollOver();
        limit.rollOver(policy);
        thresholdMark = 0;
        return closed;
    }

    private ClosedWindow close() {
        long end = lastWindow.end();
        return new ClosedWindow(this, rule().isBrief(), lastWindow.start(), end)
                .with(used, limit.atEnd(end), limit.granted());
    }

    /** The limit of the window that is open or was the last, as found by a charge without a separate policy. */
    long lastLimit(Instant now) {
        return isOpen(now) ? limitInForce(now) : limit.atEnd(lastWindow.end());
    }

    private WindowRule rule() {
        return lastWindow.rule(unit());
    }
}
