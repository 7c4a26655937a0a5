// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

/** What can be done to accounts, other than charging them. */
public enum QuotaAct {
    /** The account was made before its first charge. */
    PREPARED,
    /** An override was set; before and after are the overrides. */
    OVERRIDE_SET,
    /** The override was taken away. */
    OVERRIDE_CLEARED,
    /** Extra units were granted, or taken back; before and after are what is granted. */
    GRANTED,
    /** What is used was corrected; before and after are what is used. */
    CORRECTED,
    /** What is used was set to 0. */
    RESET,
    /** The window was ended; before is what was used in it, and until is its end. */
    RESTARTED,
    /** A key was erased; before is the number of its accounts. */
    ERASED,
    /** Idle accounts were removed; before is their number. */
    PURGED
}
