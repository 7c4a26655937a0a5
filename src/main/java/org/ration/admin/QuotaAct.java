// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

/** The acts on accounts, other than charges. */
public enum QuotaAct {
    /** The account was made before its first charge. */
    PREPARED,
    /** An override was set; before and after are the overrides. */
    OVERRIDE_SET,
    /** The override was removed. */
    OVERRIDE_CLEARED,
    /** Extra units were granted or withdrawn; before and after are the granted units. */
    GRANTED,
    /** The used units were corrected; before and after are the used units. */
    CORRECTED,
    /** The used units were set to 0. */
    RESET,
    /** The window was ended; before is the number of its used units, and until is its end. */
    RESTARTED,
    /** An operator released a hold; before is what it held. */
    RELEASED,
    /** A settlement gave back counted units; before and after are the units of the charge. */
    REFUNDED,
    /**
     * A settlement counted more than was held, beyond the limit; before is what was held or counted, after the units.
     */
    OVERRUN,
    /** A key was erased; before is the number of its accounts. */
    ERASED,
    /** Idle accounts were removed; before is their number. */
    PURGED
}
