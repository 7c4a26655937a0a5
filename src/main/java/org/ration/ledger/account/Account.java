// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountState;
import org.ration.admin.LimitOverride;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.Signature;

/**
 * The counter of one (scope, period unit, key), and the only home of the counting rules.
 *
 * <p><b>Windows.</b> An account has no window until the first unit is counted; counting opens one, and archives the one
 * before it. A window is half-open and never moves backwards: before its start, by a clock that is behind, it is still the
 * open one; a new one starts no earlier than the last one's end. Zone and anchor are taken over with a new window. What is
 * refused, or costs 0, changes nothing, not even a window that is over.
 *
 * <p><b>Limit.</b> An override that is in force, else that of the charge; plus what was granted for the open window.
 * {@link QuotaPolicy#UNLIMITED} stays unlimited.
 *
 * <p><b>Thresholds.</b> 80 % and 100 % of the limit in force, rounded up. The charge after which as much is used is told of
 * it, once in a window: what is reset, corrected, granted or overridden later in the window does not undo that.
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
public class Account {

    private static final int FIRST_OF_MONTH = 1;

    /** The thresholds, in percent; the SQL of the sql room knows them too. */
    private static final int NEAR = 80;

    private static final int FULL = 100;

    @Id
    @Column(name = "id", length = 64, nullable = false, updatable = false)
    private String id;

    @Column(name = "key_id", length = 64, nullable = false, updatable = false)
    private String keyId;

    @Column(name = "namespace", length = 64, nullable = false, updatable = false)
    private String namespace;

    @Column(name = "scope", length = 64, nullable = false, updatable = false)
    private String scope;

    @Column(name = "period", length = 16, nullable = false, updatable = false)
    private String unit;

    @Column(name = "quota_key", length = QuotaCharge.MAX_KEY_LENGTH, nullable = false, updatable = false)
    private String key;

    @Column(name = "zone", length = 64, nullable = false)
    private String zone;

    @Column(name = "anchor", nullable = false)
    private int anchor;

    @Column(name = "used", nullable = false)
    private long used;

    @Column(name = "reserved", nullable = false)
    private long reserved;

    /** The first end of a hold that is open; null while nothing is held. */
    @Column(name = "held_until")
    private @Nullable Long heldUntil;

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

    /** The limit in force at the end of the window that is over, where an act has changed it since. */
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

    /** For the persistence provider. */
    protected Account() {}

    /** An account that was never charged. */
    public static Account unused(AccountIds ids, QuotaCharge first) {
        QuotaPolicy policy = first.policy();
        Account account = new Account();
        account.id = ids.account(first.key(), policy);
        account.keyId = ids.key(first.key());
        account.namespace = ids.namespace();
        account.scope = policy.scope();
        account.unit = policy.period().unit();
        account.key = first.key();
        account.follow(policy);
        return account;
    }

    /** Tells that this account, which was never charged, is an operator's doing. */
    public AdminChange prepare(Instant now) {
        adjusted(now);
        return new AdminChange(QuotaAct.PREPARED, null, null);
    }

    /**
     * The id.
     *
     * @return lower-case hex SHA-256 of what identifies the account
     */
    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    public String keyId() {
        return keyId;
    }

    /** The namespace of its applications. */
    public String namespace() {
        return namespace;
    }

    String scope() {
        return scope;
    }

    String unit() {
        return unit;
    }

    /**
     * The policy of the last charge, as far as it is remembered.
     *
     * @return a policy with a zone, whose limit is that of the last counted charge
     */
    public QuotaPolicy policy() {
        return new QuotaPolicy(limit, period(), scope, Optional.of(ZoneId.of(zone)), true);
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

    /** Whether it stands alike at two instants: its window is open at both or at neither, and so is its override. */
    public boolean isAlikeAt(Instant one, Instant other) {
        return isOpen(one) == isOpen(other) && overridden(one) == overridden(other);
    }

    /** Whether a charge would be refused now. */
    boolean refuses(QuotaCharge charge, Instant now) {
        return charge.policy().block()
                && charge.cost() > 0
                && charge.cost() > room(charge.policy().limit(), now);
    }

    /** Whether a charge fits at a later instant, if until then nothing is charged or adjusted, and what is held is released. */
    boolean fitsLater(QuotaCharge charge, Instant later) {
        long usedThen = isOpen(later) ? used : 0;
        return !charge.policy().block()
                || charge.cost() == 0
                || charge.cost() <= limitInForce(charge.policy().limit(), later) - usedThen;
    }

    /** The instants at which a charge may find another limit or another count: the override ends, and the window. */
    Stream<Instant> turningPoints(QuotaPolicy policy, Instant now) {
        Instant reset = usage(policy, now).resetAt();
        return overridden(now) && overrideUntil != null
                ? Stream.of(Instant.ofEpochMilli(overrideUntil), reset)
                : Stream.of(reset);
    }

    /** Whether the counter is too full for the units of a charge. */
    boolean overflows(QuotaCharge charge, Instant now) {
        return isOpen(now) && used > Long.MAX_VALUE - charge.cost();
    }

    /** The start of the window that a unit counted now would open, where none is open. */
    Instant startOfNext(QuotaPolicy policy, Instant now) {
        Instant start = policy.period().startOf(now, zoneOf(policy));
        return resetAt == null || start.toEpochMilli() >= resetAt ? start : Instant.ofEpochMilli(resetAt);
    }

    /**
     * Counts a charge, whether or not it fits; 0 units change nothing.
     *
     * @return the window that is over, if this charge opened the next
     * @throws ArithmeticException if the counter would overflow; the account is spoilt then, and must not be written
     */
    Optional<ClosedWindow> take(QuotaCharge charge, Instant now) {
        if (charge.cost() == 0) {
            return Optional.empty();
        }
        Optional<ClosedWindow> closed = isOpen(now) ? Optional.empty() : rollOver(charge.policy(), now);
        used = Math.addExact(used, charge.cost());
        limit = charge.policy().limit();
        updatedAt = now.toEpochMilli();
        return closed;
    }

    /**
     * Marks the thresholds of the last charge's limit that are reached and have not been marked in this window. To be asked
     * after a charge was {@linkplain #take taken}.
     *
     * @return in percent, the lower first; none for most charges
     */
    List<Integer> markThresholds(Instant now) {
        if (thresholdMark >= FULL || !is(AccountState.NEAR, now)) {
            return List.of();
        }
        boolean full = is(AccountState.EXHAUSTED, now);
        List<Integer> reached = new ArrayList<>(2);
        if (thresholdMark < NEAR) {
            reached.add(NEAR);
        }
        if (full) {
            reached.add(FULL);
        }
        thresholdMark = full ? FULL : NEAR;
        return reached;
    }

    /** Whether {@link #reset} would change something. */
    boolean canReset(Instant now) {
        return isOpen(now) && used > 0;
    }

    /**
     * Sets used to 0, if a window is open and has any.
     *
     * @return what has changed; empty if nothing was used
     */
    public Optional<AdminChange> reset(Instant now) {
        if (!canReset(now)) {
            return Optional.empty();
        }
        AdminChange change = new AdminChange(QuotaAct.RESET, used, 0L);
        used = 0;
        adjusted(now);
        return Optional.of(change);
    }

    /**
     * Ends the open window now; it is archived when the next begins. To a clock that is behind it is open until now. It keeps
     * its start, and so lasts a millisecond at least: a window that began by another clock, which is ahead, must not be begun
     * anew. Only one that begins beyond what clocks may differ was opened by mistake, and is given up.
     *
     * @return what has changed; empty if no window is open
     */
    public Optional<AdminChange> restart(Instant now) {
        if (!isOpen(now)) {
            return Optional.empty();
        }
        Long end = resetAt == QuotaPeriod.NEVER.toEpochMilli() ? null : resetAt;
        long millis = now.toEpochMilli();
        boolean mistaken = periodStart - millis > ClockMargin.MAX.toMillis();
        periodStart = mistaken ? Long.valueOf(millis - 1) : periodStart;
        resetAt = Math.max(millis, periodStart + 1);
        AdminChange change = new AdminChange(QuotaAct.RESTARTED, used, 0L, end, resetAt);
        adjusted(now);
        return Optional.of(change);
    }

    /**
     * Adds a signed amount to what is used in the open window.
     *
     * @throws QuotaActRefusedException if none is open, or used would be negative, or raised above {@link QuotaPolicy#MAX_UNITS}
     */
    public AdminChange correct(long units, Instant now) {
        requireOpen(now);
        AdminChange change = new AdminChange(QuotaAct.CORRECTED, used, sum(used, units));
        used += units;
        adjusted(now);
        return change;
    }

    /**
     * Grants extra units for the open window; negative ones take back.
     *
     * @throws QuotaActRefusedException if none is open, or the sum would be negative, or above {@link QuotaPolicy#MAX_UNITS}
     */
    public AdminChange grant(long units, Instant now) {
        requireOpen(now);
        AdminChange change = new AdminChange(QuotaAct.GRANTED, granted, sum(granted, units));
        granted += units;
        adjusted(now);
        return change;
    }

    /** Puts a limit in the place of that of the charges, until an instant if there is one. */
    public AdminChange override(long newLimit, Optional<Instant> until, Signature signature, Instant now) {
        keepClosingLimit(now);
        Long newUntil = until.map(Instant::toEpochMilli).orElse(null);
        AdminChange change = new AdminChange(QuotaAct.OVERRIDE_SET, limitOverride, newLimit, overrideUntil, newUntil);
        limitOverride = newLimit;
        overrideUntil = newUntil;
        overrideBy = signature.by();
        overrideReason = signature.reason();
        adjusted(now);
        return change;
    }

    /**
     * Takes the override away, in force or not.
     *
     * @return what has changed; empty if there is none
     */
    public Optional<AdminChange> clearOverride(Instant now) {
        if (limitOverride == null) {
            return Optional.empty();
        }
        keepClosingLimit(now);
        AdminChange change = new AdminChange(QuotaAct.OVERRIDE_CLEARED, limitOverride, null, overrideUntil, null);
        limitOverride = null;
        overrideUntil = null;
        overrideBy = null;
        overrideReason = null;
        adjusted(now);
        return Optional.of(change);
    }

    /**
     * The override.
     *
     * @param now the time
     * @return empty if none is in force
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
     * What was granted for the open window.
     *
     * @param now the time
     * @return extra units; 0 if no window is open
     */
    public long granted(Instant now) {
        return isOpen(now) ? granted : 0;
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
     * Whether the account is in a state. A window that is over counts as unused.
     *
     * @param state the state
     * @param now the time
     * @return whether it is
     */
    public boolean is(AccountState state, Instant now) {
        return switch (state) {
            case NEAR -> isOpen(now) && usedUpTo(thresholdOf(limitInForce(limit, now)), now);
            case EXHAUSTED -> isOpen(now) && usedUpTo(limitInForce(limit, now), now);
            case OVERRIDDEN -> overridden(now);
        };
    }

    /** Whether an account that a filter once matched still does; its key cannot have changed. */
    public boolean stillMatches(AccountFilter filter, Instant now) {
        return filter.scope().map(scope::equals).orElse(true)
                && filter.period().map(unit::equals).orElse(true)
                && filter.state().map(state -> is(state, now)).orElse(true);
    }

    /** What operators see of it. */
    public QuotaAccount view(Instant now) {
        boolean open = isOpen(now);
        return QuotaAccount.builder(id, usage(policy(), now))
                .open(open)
                .beginsLater(open && now.toEpochMilli() < periodStart)
                .granted(granted(now))
                .declaredLimit(limit)
                .override(override(now))
                .states(states(now))
                .version(adminVersion)
                .updatedAt(updatedAt())
                .build();
    }

    private Set<AccountState> states(Instant now) {
        return Arrays.stream(AccountState.values())
                .filter(state -> is(state, now))
                .collect(Collectors.toSet());
    }

    /** Whether it may be purged: the window ended before an instant, or there was none, and no override is in force. */
    public boolean isIdleSince(Instant since, Instant now) {
        return (resetAt == null || resetAt < since.toEpochMilli())
                && !isOpen(now)
                && reserved == 0
                && (limitOverride == null || !overridden(now));
    }

    /** 80 %, rounded up. */
    private static long thresholdOf(long limit) {
        return limit - limit / 5;
    }

    private boolean usedUpTo(long units, Instant now) {
        return limitInForce(limit, now) != QuotaPolicy.UNLIMITED && used - units >= -reserved;
    }

    private void requireOpen(Instant now) {
        if (!isOpen(now)) {
            throw new QuotaActRefusedException(Refusal.NO_OPEN_WINDOW);
        }
    }

    /** Neither can overflow: the amounts are bounded, and what was not is only lowered. */
    private static long sum(long before, long units) {
        long after = before + units;
        if (after < 0 && units < 0) {
            throw new QuotaActRefusedException(Refusal.BELOW_ZERO);
        }
        if (units > 0 && (after < 0 || after > QuotaPolicy.MAX_UNITS)) {
            throw new QuotaActRefusedException(Refusal.TOO_MUCH);
        }
        return after;
    }

    private void adjusted(Instant now) {
        adminVersion++;
        updatedAt = now.toEpochMilli();
    }

    /**
     * The open window as it stands under a policy; a fresh one, as if first used now, where none is open.
     *
     * @param policy the policy, with a zone
     * @param now the time
     * @return the usage
     */
    public QuotaUsage usage(QuotaPolicy policy, Instant now) {
        long limitInForce = limitInForce(policy.limit(), now);
        return isOpen(now)
                ? new QuotaUsage(
                        key,
                        scope,
                        period(),
                        ZoneId.of(zone),
                        used,
                        reserved,
                        limitInForce,
                        Instant.ofEpochMilli(periodStart),
                        Instant.ofEpochMilli(resetAt))
                : new QuotaUsage(
                        key,
                        scope,
                        policy.period(),
                        zoneOf(policy),
                        0,
                        reserved,
                        limitInForce,
                        startOfNext(policy, now),
                        policy.period().endOf(now, zoneOf(policy)));
    }

    /** The units that can still be taken; negative where more is held than is left. Cannot overflow. */
    private long room(long policyLimit, Instant now) {
        long usedNow = isOpen(now) ? used : 0;
        return Math.max(0, limitInForce(policyLimit, now) - usedNow) - reserved;
    }

    private long limitInForce(long policyLimit, Instant now) {
        long base = overridden(now) ? limitOverride : policyLimit;
        return isOpen(now) ? saturatedSum(base, granted) : base;
    }

    private boolean overridden(Instant now) {
        return limitOverride != null && (overrideUntil == null || now.toEpochMilli() < overrideUntil);
    }

    private Optional<ClosedWindow> rollOver(QuotaPolicy policy, Instant now) {
        Optional<ClosedWindow> closed = Optional.ofNullable(resetAt).map(this::close);
        periodStart = startOfNext(policy, now).toEpochMilli();
        resetAt = policy.period().endOf(now, zoneOf(policy)).toEpochMilli();
        used = 0;
        granted = 0;
        thresholdMark = 0;
        closingLimit = null;
        follow(policy);
        return closed;
    }

    private ClosedWindow close(long end) {
        return new ClosedWindow(id, periodStart, end, used, limitAt(end), granted);
    }

    private long limitAt(long end) {
        return closingLimit == null ? limitInForce(limit, Instant.ofEpochMilli(end - 1)) : closingLimit;
    }

    /** Before the override changes: what is archived of a window that is over has the limit that was in force in it. */
    private void keepClosingLimit(Instant now) {
        if (resetAt != null && !isOpen(now)) {
            closingLimit = limitAt(resetAt);
        }
    }

    private void follow(QuotaPolicy policy) {
        zone = zoneOf(policy).getId();
        anchor = anchorOf(policy.period());
        limit = policy.limit();
    }

    private QuotaPeriod period() {
        return anchor == FIRST_OF_MONTH ? QuotaPeriod.parse(unit) : QuotaPeriod.monthFrom(anchor);
    }

    private static int anchorOf(QuotaPeriod period) {
        int at = period.toString().indexOf('@');
        return at < 0 ? FIRST_OF_MONTH : Integer.parseInt(period.toString().substring(at + 1));
    }

    private static ZoneId zoneOf(QuotaPolicy policy) {
        return policy.zone().orElseThrow(() -> new IllegalArgumentException("policy has no zone"));
    }

    private static long saturatedSum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }
}
