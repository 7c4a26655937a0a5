// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Duration;
import java.time.Instant;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;

/**
 * One line of a caller's list of charges.
 *
 * @param ids makes the ids of the account and its key
 * @param accountId the id of the account that it is charged to
 * @param charge the charge; its policy carries the limit to apply and a zone
 * @param remembered whether it is remembered under the id of the list
 * @param lasts for how many milliseconds it is held; 0 if it is counted at once
 */
public record ChargeLine(AccountIds ids, String accountId, QuotaCharge charge, boolean remembered, long lasts) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * A line whose account follows from the charge, counted at once and not remembered.
     *
     * @throws IllegalArgumentException if the policy has no zone
     */
    public static ChargeLine of(AccountIds ids, QuotaCharge charge) {
        if (charge.policy().zone().isEmpty()) {
            throw new IllegalArgumentException("policy " + charge.policy().name() + " has no zone; give it one");
        }
        return new ChargeLine(ids, ids.account(charge.key(), charge.policy()), charge, false, 0);
    }

    /** The same, remembered under the id of its list. */
    public ChargeLine withMemory() {
        return new ChargeLine(ids, accountId, charge, true, lasts);
    }

    /**
     * The same, held and remembered.
     *
     * @throws IllegalArgumentException unless it lasts a second to seven days
     */
    public ChargeLine held(Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the hold lasts " + duration + "; use PT1S to P7D");
        }
        return new ChargeLine(ids, accountId, charge, true, duration.toMillis());
    }

    /**
     * Refuses to count at once what can only be held.
     *
     * @throws IllegalArgumentException if it is counted, and its period is {@link QuotaPeriod#INFLIGHT}
     */
    public void requireCountable() {
        if (!isHeld() && policy().period().equals(QuotaPeriod.INFLIGHT)) {
            throw new IllegalArgumentException(
                    "period is inflight, whose units are held and never counted; use reserve");
        }
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

    /** Whether it is held, and not counted at once. */
    public boolean isHeld() {
        return lasts > 0;
    }

    /** Whether its account changes if it is taken. */
    public boolean isMarked() {
        return remembered || isCostly();
    }

    /** The end of the hold. */
    Instant endsAt(Instant now) {
        return now.plusMillis(lasts);
    }
}
