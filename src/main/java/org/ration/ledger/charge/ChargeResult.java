// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Instant;
import java.util.List;
import org.ration.QuotaDecision;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.ThresholdCrossing;

/**
 * The result of a caller's charges, once it is durable.
 *
 * @param lines the charges, in the order in which the caller gave them
 * @param decision the decision; usages are in the order of the lines
 * @param crossings the thresholds that the charges have crossed, the lower first; none for most
 * @param endsAt when what is held comes to its end; else when it was decided
 * @param batchSize how many requests its batch began with; 0 if it was not the first of them
 */
public record ChargeResult(
        List<ChargeLine> lines,
        QuotaDecision decision,
        List<ThresholdCrossing> crossings,
        Instant endsAt,
        int batchSize)
        implements LedgerResult {

    @Override
    public boolean refused() {
        return !decision.allowed();
    }
}
