// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.time.Instant;
import java.util.Optional;

/** What operators do to one account: {@link QuotaAdministration} does it, {@link QuotaAdministration#forecast} shows it. */
public interface AccountActs {

    /**
     * Puts a limit in the place of the declared one, and of any override before. Units that are used already stay used; what
     * is granted for the open window comes on top.
     *
     * @param account the account
     * @param limit the units of one window, 0 to {@link org.ration.QuotaPolicy#MAX_UNITS}, or
     *     {@link org.ration.QuotaPolicy#UNLIMITED}
     * @param until the first instant at which it is no longer in force, in the future, up to the year 9999; empty for no end
     * @param signature who, and why
     * @return the account as it stands then
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount overrideLimit(AccountRef account, long limit, Optional<Instant> until, Signature signature);

    /**
     * Takes the override away. Without one nothing changes, and nothing is audited.
     *
     * @param account the account
     * @param signature who, and why
     * @return the account as it stands then
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount clearOverride(AccountRef account, Signature signature);

    /**
     * Grants extra units for the open window; the next one begins without them. Negative units take back what was granted.
     *
     * @param account the account
     * @param units the units, not 0, at most {@link org.ration.QuotaPolicy#MAX_UNITS} either way
     * @param signature who, and why
     * @return the account as it stands then
     * @throws QuotaActRefusedException if there is no such account, it has another version, no window is open, or the sum
     *     of what is granted would be negative or above {@link org.ration.QuotaPolicy#MAX_UNITS}
     */
    QuotaAccount grant(AccountRef account, long units, Signature signature);

    /**
     * Adds a signed amount to what is used in the open window. Limits do not matter.
     *
     * @param account the account
     * @param units the units, not 0, at most {@link org.ration.QuotaPolicy#MAX_UNITS} either way
     * @param signature who, and why
     * @return the account as it stands then
     * @throws QuotaActRefusedException if there is no such account, it has another version, no window is open, or what is
     *     used would be negative, or raised above {@link org.ration.QuotaPolicy#MAX_UNITS}
     */
    QuotaAccount correct(AccountRef account, long units, Signature signature);

    /**
     * Sets what is used in the open window to 0. Window, override, grant and history stay. With nothing used nothing
     * changes, and nothing is audited.
     *
     * @param account the account
     * @param signature who, and why
     * @return the account as it stands then
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount reset(AccountRef account, Signature signature);

    /**
     * Ends the open window now, and with it what is granted for it. History keeps it; the next one begins with the next counted
     * charge, and ends when it would have ended without this: a month at the end of the month. This also ends a window that
     * begins after now, which a clock that was ahead has opened. With no open window nothing changes, and nothing is audited; so
     * an act that is sent twice is done once.
     *
     * @param account the account
     * @param signature who, and why
     * @return the account as it stands then
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount restart(AccountRef account, Signature signature);
}
