// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ration.QuotaPolicy;

/** The holds that have come to their end without having been settled. */
public final class EndedHolds {

    private final List<Receipt> receipts = new ArrayList<>();
    private final Map<String, Long> byPolicy = new TreeMap<>();

    EndedHolds() {}

    void add(Account account, Receipt receipt) {
        receipts.add(receipt);
        QuotaPolicy policy = account.policy();
        byPolicy.merge(policy.name(), 1L, Long::sum);
    }

    /** Their receipts. */
    public List<Receipt> receipts() {
        return receipts;
    }

    /** How many there are, by the name of the policy. */
    public Map<String, Long> byPolicy() {
        return byPolicy;
    }
}
