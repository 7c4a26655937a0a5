// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ration.admin.PastWindow;

/**
 * History: what an account had used when a window ended. Windows of an account never start at one instant, since they
 * never move backwards; so account and start are the key. It changes only where a charge with an id is settled
 * afterwards, under the lock of the account.
 */
@Entity(name = "RationClosedWindow")
@Table(name = "ration_closed_window")
@IdClass(ClosedWindow.Id.class)
@Access(AccessType.FIELD)
@Cacheable(false)
@ExcludeDefaultListeners
@ExcludeSuperclassListeners
public class ClosedWindow {

    @jakarta.persistence.Id
    @Column(name = "account_id", length = 64, nullable = false, updatable = false)
    private String accountId;

    @jakarta.persistence.Id
    @Column(name = "period_start", nullable = false, updatable = false)
    private long periodStart;

    @Column(name = "reset_at", nullable = false)
    private long resetAt;

    @Column(name = "namespace", length = 64, nullable = false)
    private String namespace;

    /** 1 for a window of a period shorter than a day, else 0. */
    @Column(name = "brief", nullable = false)
    private int brief;

    @Column(name = "used", nullable = false)
    private long used;

    @Column(name = "quota_limit", nullable = false)
    private long limit;

    @Column(name = "granted", nullable = false)
    private long granted;

    /** For the persistence provider. */
    protected ClosedWindow() {}

    /**
     * A window that is over, of which nothing was used.
     *
     * @param account whose
     * @param brief whether its period is shorter than a day
     * @param start the start
     * @param end the end
     */
    ClosedWindow(AccountIdentity account, boolean brief, long start, long end) {
        this.accountId = account.id();
        this.namespace = account.namespace();
        this.brief = brief ? 1 : 0;
        this.periodStart = start;
        this.resetAt = end;
    }

    /** The same with what was used, the limit at the end, and extra units. */
    ClosedWindow with(long usedUnits, long limitAtEnd, long grantedUnits) {
        used = usedUnits;
        limit = limitAtEnd;
        granted = grantedUnits;
        return this;
    }

    public String accountId() {
        return accountId;
    }

    public long periodStart() {
        return periodStart;
    }

    long used() {
        return used;
    }

    long limit() {
        return limit;
    }

    /** A settlement: what was counted in it has changed. Not below zero, since an operator may have set it to less. */
    void settle(long before, long units) {
        used = Math.max(0, Math.addExact(used, units - before));
    }

    /** The operators' view of it. */
    public PastWindow view() {
        return new PastWindow(Instant.ofEpochMilli(periodStart), Instant.ofEpochMilli(resetAt), used, limit, granted);
    }

    /** The key, as JPA wants it. */
    public static class Id implements Serializable {

        private static final long serialVersionUID = 1L;

        private String accountId;
        private long periodStart;

        /** For the persistence provider. */
        public Id() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Id id && periodStart == id.periodStart && Objects.equals(accountId, id.accountId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, periodStart);
        }
    }
}
