// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;

/**
 * A hold that has come to its end without having been settled.
 *
 * @param account the account's id
 * @param policy the name of the policy
 * @param units what it held
 * @param at its end
 */
public record EndedHold(String account, String policy, long units, Instant at) {

    /** What a receipt holds that has come to its end. */
    public static EndedHold of(Account account, Receipt receipt) {
        return new EndedHold(account.id(), account.policyName(), receipt.held(), receipt.endsAt());
    }
}
