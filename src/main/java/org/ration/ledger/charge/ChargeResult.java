// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.util.List;
import org.ration.QuotaDecision;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.ThresholdCrossing;

/**
 * What became of a caller's charges, once that is durable.
 *
 * @param lines the charges, in the order in which the caller gave them
 * @param decision the decision; usages are in the order of the lines
 * @param crossings the thresholds that the charges have crossed, the lower first; none for most
 * @param batchSize how many requests the batch began with that these charges were the first of; 0 if they were not the
 *     first of one
 */
public record ChargeResult(
        List<ChargeLine> lines, QuotaDecision decision, List<ThresholdCrossing> crossings, int batchSize) {

    boolean refused() {
        return !decision.allowed();
    }
}
