// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.time.Instant;
import java.util.List;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;

/**
 * What settling has changed on one account.
 *
 * @param account the account, which others may have changed since
 * @param usage the account, settled
 * @param at when
 * @param held the units that were held
 * @param counted the units that were counted before
 * @param units those that are counted now
 * @param window the window in which they are
 * @param crossings the thresholds that this has crossed in the open window, in percent
 */
public record SettledLine(
        Account account,
        QuotaUsage usage,
        Instant at,
        long held,
        long counted,
        long units,
        Window window,
        List<Integer> crossings) {

    /** Whether units that were counted are given back. */
    public boolean isRefund() {
        return units < counted;
    }

    /** Whether more is counted than there was room made for, and that beyond the limit. */
    public boolean isOverrun() {
        return units > held + counted && window.used > window.limit && window.limit != QuotaPolicy.UNLIMITED;
    }

    /**
     * A window.
     *
     * @param used the units used in it
     * @param limit its limit
     */
    public record Window(long used, long limit) {

        /** One that has been removed. */
        static final Window GONE = new Window(0, QuotaPolicy.UNLIMITED);
    }
}
