package org.ration.ledger;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;

/**
 * The counter of one (scope, period unit, key), and the only home of the counting rules.
 *
 * <p><b>Windows.</b> An account has no window until the first unit is counted; counting opens one, and archives the one
 * before it. A window is half-open and never moves backwards: before its start, by a clock that is behind, it is still the
 * open one; a new one starts no earlier than the last one's end. Zone and anchor are taken over with a new window. What is
 * refused, or costs 0, changes nothing, not even a window that is over.
 *
 * <p><b>Limit.</b> An override that is in force, else that of the charge; plus what was granted for the open window.
 * {@link Quota#UNLIMITED} stays unlimited.
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

    @Id
    @Column(name = "id", length = 64, nullable = false)
    private String id;

    @Column(name = "key_id", length = 64, nullable = false)
    private String keyId;

    @Column(name = "scope", length = 64, nullable = false)
    private String scope;

    @Column(name = "period", length = 16, nullable = false)
    private String unit;

    @Column(name = "quota_key", length = QuotaCharge.MAX_KEY_LENGTH, nullable = false)
    private String key;

    @Column(name = "zone", length = 64, nullable = false)
    private String zone;

    @Column(name = "anchor", nullable = false)
    private int anchor;

    @Column(name = "used", nullable = false)
    private long used;

    @Column(name = "reserved", nullable = false)
    private long reserved;

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

    /**
     * An account as it stands in the database, apart from what no decision needs.
     *
     * @param id the id
     * @param scope the scope
     * @param unit the period's unit
     * @param key the key
     * @param zone the zone of the window
     * @param anchor the day on which a month begins
     * @param used units used in the window
     * @param reserved units held
     * @param granted extra units of the window
     * @param limit the limit of the last charge
     * @param limitOverride the operator's limit, or null
     * @param overrideUntil the end of the override, or null for no end
     * @param thresholdMark what was told of the window
     * @param periodStart the start of the window, or null if there was none yet
     * @param resetAt the end of the window, or null if there was none yet
     */
    public Account(
            String id,
            String scope,
            String unit,
            String key,
            String zone,
            int anchor,
            long used,
            long reserved,
            long granted,
            long limit,
            @Nullable Long limitOverride,
            @Nullable Long overrideUntil,
            long thresholdMark,
            @Nullable Long periodStart,
            @Nullable Long resetAt) {
        this.id = id;
        this.scope = scope;
        this.unit = unit;
        this.key = key;
        this.zone = zone;
        this.anchor = anchor;
        this.used = used;
        this.reserved = reserved;
        this.granted = granted;
        this.limit = limit;
        this.limitOverride = limitOverride;
        this.overrideUntil = overrideUntil;
        this.thresholdMark = thresholdMark;
        this.periodStart = periodStart;
        this.resetAt = resetAt;
    }

    /** An account that was never charged. */
    static Account unused(String id, QuotaCharge first) {
        QuotaPolicy policy = first.policy();
        Account account = new Account();
        account.id = id;
        account.keyId = Identity.ofKey(first.key());
        account.scope = policy.scope();
        account.unit = policy.period().unit();
        account.key = first.key();
        account.follow(policy);
        return account;
    }

    String id() {
        return id;
    }

    String key() {
        return key;
    }

    /** The policy of the last charge, as far as it is remembered. */
    QuotaPolicy policy() {
        return new QuotaPolicy(limit, period(), scope, Optional.of(ZoneId.of(zone)), true);
    }

    /** Whether a window is open, so that what is charged now is counted in it. */
    boolean isOpen(Instant now) {
        return resetAt != null && now.toEpochMilli() < resetAt;
    }

    /** Whether a charge would be refused now. */
    boolean refuses(QuotaCharge charge, Instant now) {
        return charge.policy().block()
                && charge.cost() > 0
                && charge.cost() > room(charge.policy().limit(), now);
    }

    /** Whether a charge is above the limit in force, so that it would not fit a fresh window either. */
    boolean neverFits(QuotaCharge charge, Instant now) {
        return charge.cost() > limitInForce(charge.policy().limit(), now);
    }

    /** Whether the counter is too full for the units of a charge. */
    boolean overflows(QuotaCharge charge, Instant now) {
        return isOpen(now) && used > Long.MAX_VALUE - charge.cost();
    }

    /** What a charge may have changed, in the order in which {@link AccountRows} writes it. */
    Object[] charged() {
        return new Object[] {zone, anchor, used, granted, limit, thresholdMark, periodStart, resetAt, updatedAt, id};
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

    /** Sets used to 0, if a window is open and has any; tells whether it had. */
    boolean reset(Instant now) {
        if (!isOpen(now) || used == 0) {
            return false;
        }
        used = 0;
        updatedAt = now.toEpochMilli();
        return true;
    }

    /** The open window as it stands under a policy; a fresh one, as if first used now, where none is open. */
    QuotaUsage usage(QuotaPolicy policy, Instant now) {
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
        follow(policy);
        return closed;
    }

    private ClosedWindow close(long end) {
        long limitAtEnd = limitInForce(limit, Instant.ofEpochMilli(end - 1));
        return new ClosedWindow(id, periodStart, end, used, limitAtEnd, granted);
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
