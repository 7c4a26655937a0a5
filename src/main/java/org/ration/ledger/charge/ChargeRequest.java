// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeLine;

/** A caller's list of charges, which are taken all or not at all. Immutable. */
public final class ChargeRequest {

    private final List<ChargeLine> lines;
    private final String[] accounts;

    private ChargeRequest(List<ChargeLine> lines, String[] accounts) {
        this.lines = lines;
        this.accounts = accounts;
    }

    /**
     * A request.
     *
     * @throws IllegalArgumentException if there is no charge, one counter occurs twice, or a policy has no zone
     */
    public static ChargeRequest of(AccountIds ids, List<QuotaCharge> charges) {
        List<ChargeLine> lines = new ArrayList<>(charges.size());
        for (QuotaCharge charge : charges) {
            lines.add(ChargeLine.of(ids, charge));
        }
        return new ChargeRequest(lines, sortedDistinct(lines));
    }

    /** The charges, in the order in which the caller gave them. */
    public List<ChargeLine> lines() {
        return lines;
    }

    /** The ids of all its accounts in ascending order. */
    String[] accounts() {
        return accounts;
    }

    /** Whether it touches one account alone. */
    boolean isSingle() {
        return lines.size() == 1;
    }

    /** Whether it would take any unit. */
    public boolean isCostly() {
        for (ChargeLine line : lines) {
            if (line.isCostly()) {
                return true;
            }
        }
        return false;
    }

    private static String[] sortedDistinct(List<ChargeLine> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("there is no charge; use at least one");
        }
        String[] sorted = new String[lines.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = lines.get(i).accountId();
        }
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i].equals(sorted[i - 1])) {
                throw twice(lines, sorted[i]);
            }
        }
        return sorted;
    }

    private static IllegalArgumentException twice(List<ChargeLine> lines, String id) {
        for (ChargeLine line : lines) {
            if (line.accountId().equals(id)) {
                return new IllegalArgumentException("two charges are of one counter (scope \""
                        + line.policy().scope() + "\", period "
                        + line.policy().period().unit()
                        + "); add their costs up, or use different scopes");
            }
        }
        throw new IllegalStateException("no line has the account " + id);
    }
}
