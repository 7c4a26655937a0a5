// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPolicy;
import org.ration.admin.LimitOverride;

/**
 * The limit of an account: an override that applies, else that of the charge; within a window, plus its grants.
 * {@link QuotaPolicy#UNLIMITED} stays unlimited. SQL repeats {@link #inWindow} in {@code PostgreSqlDialect}, and
 * {@link #isOverridden} there and in {@code OperatorTables}; {@code ModelTest} and {@code OperatorsCdiTest} compare
 * them.
 */
@Embeddable
@Access(AccessType.FIELD)
public class AccountLimit {

    @Column(name = "quota_limit", nullable = false)
    private long ofPolicy;

    @Column(name = "granted", nullable = false)
    private long granted;

    @Column(name = "limit_override")
    private @Nullable Long override;

    @Column(name = "override_until")
    private @Nullable Long overrideUntil;

    @Column(name = "override_reason", length = 400)
    private @Nullable String overrideReason;

    @Column(name = "override_by", length = 200)
    private @Nullable String overrideBy;

    /** The effective limit at the end of the window that is over, where an act has changed it since. */
    @Column(name = "closing_limit")
    private @Nullable Long closing;

    /** Of an account that was never charged. Also for the persistence provider. */
    protected AccountLimit() {}

    /** Remembers the limit of the last charge. */
    void follow(QuotaPolicy policy) {
        ofPolicy = policy.limit();
    }

    /** A new window, which has no grants. */
    void rollOver(QuotaPolicy policy) {
        granted = 0;
        closing = null;
        follow(policy);
    }

    /** Grants units for the window, in place of those before. */
    void grant(long units) {
        granted = units;
    }

    /** An override in place of the one before, or none. */
    void override(@Nullable LimitOverride by) {
        override = by == null ? null : by.limit();
        overrideUntil =
                by == null ? null : by.until().map(Instant::toEpochMilli).orElse(null);
        overrideBy = by == null ? null : by.by();
        overrideReason = by == null ? null : by.reason();
    }

    /** Keeps the effective limit at the end of a window, before it is changed after that. */
    void keepClosing(long end) {
        closing = atEnd(end);
    }

    /** The effective limit within the window, where a charge has that of its policy. */
    long inWindow(long policyLimit, Instant now) {
        long base = besidesGrants(policyLimit, now);
        return base > Long.MAX_VALUE - granted ? Long.MAX_VALUE : base + granted;
    }

    /** The effective limit of a window that is not open yet. */
    long besidesGrants(long policyLimit, Instant now) {
        return isOverridden(now) ? override : policyLimit;
    }

    /** The effective limit in the last moment of a window. */
    long atEnd(long end) {
        return closing == null ? inWindow(ofPolicy, Instant.ofEpochMilli(end - 1)) : closing;
    }

    /** Whether an override applies. */
    boolean isOverridden(Instant now) {
        return override != null && (overrideUntil == null || now.toEpochMilli() < overrideUntil);
    }

    /** The override that applies. */
    Optional<LimitOverride> override(Instant now) {
        return isOverridden(now)
                ? Optional.of(new LimitOverride(override, overrideEnd(), overrideBy, overrideReason))
                : Optional.empty();
    }

    /** When the override ends that applies or has applied; empty if there is none, or it has no end. */
    Optional<Instant> overrideEnd() {
        return Optional.ofNullable(overrideUntil).map(Instant::ofEpochMilli);
    }

    /** The override, whether or not it applies. */
    @Nullable
    Long override() {
        return override;
    }

    @Nullable
    Long overrideUntil() {
        return overrideUntil;
    }

    /** That of the last charge. */
    long ofPolicy() {
        return ofPolicy;
    }

    long granted() {
        return granted;
    }
}
