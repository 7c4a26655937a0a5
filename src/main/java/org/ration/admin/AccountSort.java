// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

/** By what accounts are sorted. All but {@link #KEY} read the whole table. */
public enum AccountSort {
    /** The key. */
    KEY,
    /** The units used in the open window. */
    USED,
    /** The share of the effective limit that is used or reserved; unlimited accounts have none. */
    SHARE,
    /** The end of the window. */
    RESET_AT,
    /** The last counted charge or act. */
    UPDATED_AT
}
