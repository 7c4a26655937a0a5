// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.LimitOverride;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.Signature;

/**
 * The acts of operators, and of the application itself, on an account other than charges. Each act that changes
 * something counts up the account's version.
 *
 * @param account the account, which is locked
 * @param now the time
 */
public record Adjustment(Account account, Instant now) {

    /** Records that an operator has created this account, which was never charged. */
    public AdminChange prepare() {
        return done(new AdminChange(QuotaAct.PREPARED, null, null));
    }

    /**
     * Sets used to 0, if a window is open and has any.
     *
     * @return what has changed; empty if nothing was used
     */
    public Optional<AdminChange> reset() {
        if (!account.isOpen(now) || account.used() == 0) {
            return Optional.empty();
        }
        AdminChange change = new AdminChange(QuotaAct.RESET, account.used(), 0L);
        account.use(0);
        return Optional.of(done(change));
    }

    /**
     * Ends the open window now; it is archived when the next begins. To a clock that is behind it is open until now. It
     * keeps its start, and so lasts a millisecond at least: a window that began by another clock, which is ahead, must
     * not be begun anew. Only one that begins beyond what clocks may differ was opened by mistake, and is given up.
     *
     * @return what has changed; empty if no window is open
     */
    public Optional<AdminChange> restart() {
        if (!account.isOpen(now)) {
            return Optional.empty();
        }
        long endBefore = account.lastWindow().end();
        long millis = now.toEpochMilli();
        boolean mistaken = account.lastWindow().start() - millis > ClockMargin.MAX.toMillis();
        long start = mistaken ? millis - 1 : account.lastWindow().start();
        account.lastWindow().move(start, Math.max(millis, start + 1));
        return Optional.of(done(new AdminChange(
                QuotaAct.RESTARTED,
                account.used(),
                0L,
                endOrNull(endBefore),
                account.lastWindow().end())));
    }

    /**
     * Adds a signed amount to what is used in the open window.
     *
     * @throws QuotaActRefusedException if none is open, or used would be negative, or raised above
     *     {@link QuotaPolicy#MAX_UNITS}
     */
    public AdminChange correct(long units) {
        requireOpen();
        AdminChange change = new AdminChange(QuotaAct.CORRECTED, account.used(), sum(account.used(), units));
        account.use(account.used() + units);
        return done(change);
    }

    /**
     * Grants extra units for the open window; negative ones take back.
     *
     * @throws QuotaActRefusedException if none is open, or the sum would be negative, or above
     *     {@link QuotaPolicy#MAX_UNITS}
     */
    public AdminChange grant(long units) {
        requireOpen();
        long before = account.granted(now);
        AdminChange change = new AdminChange(QuotaAct.GRANTED, before, sum(before, units));
        account.limit().grant(before + units);
        return done(change);
    }

    /** Puts a limit in the place of that of the charges, until an instant if there is one. */
    public AdminChange override(long limit, Optional<Instant> until, Signature signature) {
        AdminChange change = new AdminChange(
                QuotaAct.OVERRIDE_SET,
                account.limit().override(),
                limit,
                account.limit().overrideUntil(),
                until.map(Instant::toEpochMilli).orElse(null));
        account.override(new LimitOverride(limit, until, signature.by(), signature.reason()), now);
        return done(change);
    }

    /**
     * Removes the override, whether or not it applies.
     *
     * @return what has changed; empty if there is none
     */
    public Optional<AdminChange> clearOverride() {
        if (account.limit().override() == null) {
            return Optional.empty();
        }
        AdminChange change = new AdminChange(
                QuotaAct.OVERRIDE_CLEARED,
                account.limit().override(),
                null,
                account.limit().overrideUntil(),
                null);
        account.override(null, now);
        return Optional.of(done(change));
    }

    /** Notes that an operator has released a hold. */
    public AdminChange released(long units) {
        return done(new AdminChange(QuotaAct.RELEASED, units, 0L));
    }

    private AdminChange done(AdminChange change) {
        account.adjusted(now);
        return change;
    }

    private static @Nullable Long endOrNull(long end) {
        return end == QuotaPeriod.NEVER.toEpochMilli() ? null : end;
    }

    private void requireOpen() {
        if (!account.isOpen(now)) {
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
}
