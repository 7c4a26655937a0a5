// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

/**
 * Who does something, and why. Both are kept in the audit.
 *
 * @param by the operator's name, 1 to 200 characters
 * @param reason the reason, 1 to 400 characters
 */
public record Signature(String by, String reason) {

    /** The most characters of a name. */
    public static final int MAX_NAME_LENGTH = 200;

    /** The most characters of a reason. */
    public static final int MAX_REASON_LENGTH = 400;

    /**
     * Refuses blank or overlong text, and control characters.
     *
     * @param by the operator's name
     * @param reason the reason
     */
    public Signature {
        Text.require("by", by, MAX_NAME_LENGTH);
        Text.require("reason", reason, MAX_REASON_LENGTH);
    }
}
