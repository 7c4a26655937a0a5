// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * The acts on one account: {@link QuotaAdministration} carries them out, {@link QuotaAdministration#forecast} shows
 * their effect.
 */
public interface AccountActs {

    /**
     * Replaces the declared limit, and any earlier override. Units that are already used stay used; a grant for the
     * open window is added to the new limit.
     *
     * @param account the account
     * @param limit the units of one window, 0 to {@link org.ration.QuotaPolicy#MAX_UNITS}, or
     *     {@link org.ration.QuotaPolicy#UNLIMITED}
     * @param until the first instant at which it no longer applies, in the future, up to the year 9999; empty for no
     *     end
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount overrideLimit(AccountRef account, long limit, Optional<Instant> until, Signature signature);

    /**
     * Removes the override. Without one, nothing changes and nothing is audited.
     *
     * @param account the account
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount clearOverride(AccountRef account, Signature signature);

    /**
     * Grants extra units for the open window; the next one begins without them. Negative units withdraw a grant.
     *
     * @param account the account
     * @param units the units, not 0, at most {@link org.ration.QuotaPolicy#MAX_UNITS} either way
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, it has another version, no window is open, or the
     *     sum of the grants would be negative or above {@link org.ration.QuotaPolicy#MAX_UNITS}
     */
    QuotaAccount grant(AccountRef account, long units, Signature signature);

    /**
     * Adds a signed amount to the used units of the open window, whatever the limit.
     *
     * @param account the account
     * @param units the units, not 0, at most {@link org.ration.QuotaPolicy#MAX_UNITS} either way
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, it has another version, no window is open, or the
     *     used units would become negative, or be raised above {@link org.ration.QuotaPolicy#MAX_UNITS}
     */
    QuotaAccount correct(AccountRef account, long units, Signature signature);

    /**
     * Sets the used units of the open window to 0. Window, override, grant and history stay. If nothing is used,
     * nothing changes and nothing is audited.
     *
     * @param account the account
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount reset(AccountRef account, Signature signature);

    /**
     * Ends the open window now, with its grants. History keeps it; the next one begins with the next counted
     * charge, and ends when it would have ended without this: a month at the end of the month. This also ends a window
     * that begins after now, which a fast clock has opened. Without an open window, nothing changes and nothing is
     * audited; so an act that is sent twice is done once.
     *
     * @param account the account
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount restart(AccountRef account, Signature signature);
}
