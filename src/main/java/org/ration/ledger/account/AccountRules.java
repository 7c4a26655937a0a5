// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.Objects;

/**
 * The settings that apply to every account.
 *
 * @param maxHolds the most open holds of an account, at least 1
 * @param thresholds the thresholds at which listeners are notified
 */
public record AccountRules(int maxHolds, Thresholds thresholds) {

    /** Where nothing is set. */
    public static final AccountRules DEFAULT = new AccountRules(1_000, Thresholds.DEFAULT);

    /** For decisions without a lock, which take nothing. */
    static final AccountRules UNBOUNDED = new AccountRules(Integer.MAX_VALUE, Thresholds.DEFAULT);

    /** Refuses less than one hold. */
    public AccountRules {
        Objects.requireNonNull(thresholds, "thresholds");
        if (maxHolds < 1) {
            throw new IllegalArgumentException("maxHolds is " + maxHolds + "; use at least 1");
        }
    }
}
