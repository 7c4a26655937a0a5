// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

/** States in which operators look for accounts. A window that is over counts as unused. */
public enum AccountState {
    /** 80 % of the effective limit are used, or more; exhausted accounts included. */
    NEAR,
    /** Nothing remains of the effective limit. */
    EXHAUSTED,
    /** An operator's limit applies. */
    OVERRIDDEN
}
