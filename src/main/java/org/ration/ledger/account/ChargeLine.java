// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import org.ration.QuotaCharge;
import org.ration.QuotaPolicy;

/**
 * One line of a caller's list of charges.
 *
 * @param ids makes the ids of the account and its key
 * @param accountId the id of the account that it is charged to
 * @param charge the charge; its policy carries the limit to apply and a zone
 */
public record ChargeLine(AccountIds ids, String accountId, QuotaCharge charge) {

    /**
     * A line whose account follows from the charge.
     *
     * @throws IllegalArgumentException if the policy has no zone
     */
    public static ChargeLine of(AccountIds ids, QuotaCharge charge) {
        if (charge.policy().zone().isEmpty()) {
            throw new IllegalArgumentException("policy " + charge.policy().name() + " has no zone; give it one");
        }
        return new ChargeLine(ids, ids.account(charge.key(), charge.policy()), charge);
    }

    /** The units. */
    public long cost() {
        return charge.cost();
    }

    /** The policy, with a zone. */
    public QuotaPolicy policy() {
        return charge.policy();
    }

    /** Whether it takes any unit. */
    public boolean isCostly() {
        return charge.cost() > 0;
    }
}
