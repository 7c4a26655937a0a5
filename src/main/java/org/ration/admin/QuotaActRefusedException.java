// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.ejb.ApplicationException;

/** An act that the current state of the accounts does not allow. Nothing has changed. */
@ApplicationException(rollback = true)
public class QuotaActRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why an act was refused. */
    public enum Refusal {
        /** There is no such account. */
        NO_ACCOUNT("there is no such account; it may have been purged or erased"),
        /** The account has another version than the reference. */
        ADJUSTED_MEANWHILE("another action changed the account first; look at it again"),
        /** No window is open that could be changed. */
        NO_OPEN_WINDOW("no window is open; the next one opens with the next charge"),
        /** A count would be negative. */
        BELOW_ZERO("a count would be below 0; use fewer units"),
        /** A count would be above {@link org.ration.QuotaPolicy#MAX_UNITS}. */
        TOO_MUCH("a count would be above 999999999999999; use fewer units"),
        /** More accounts would change than were confirmed. */
        MORE_THAN_CONFIRMED("more accounts match than were confirmed; count them again");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }
    }

    /** Why. */
    private final Refusal refusal;

    /**
     * A refusal.
     *
     * @param refusal why
     */
    public QuotaActRefusedException(Refusal refusal) {
        super(refusal.text);
        this.refusal = refusal;
    }

    /**
     * Why it was refused.
     *
     * @return the refusal
     */
    public Refusal refusal() {
        return refusal;
    }
}
