package org.ration.ledger.charge;

import java.util.List;
import org.ration.QuotaDecision;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.ThresholdCrossing;

/** What became of a caller's charges, once that is durable. Does not change any more. */
public interface ChargeResult {

    /**
     * The charges.
     *
     * @return in the order in which the caller gave them
     */
    List<ChargeLine> lines();

    /**
     * The decision.
     *
     * @return usages are in the order of the lines
     */
    QuotaDecision decision();

    /**
     * The thresholds that the charges have crossed.
     *
     * @return the lower first; none for most
     */
    List<ThresholdCrossing> crossings();

    /**
     * How many requests the batch began with that these charges were the first of.
     *
     * @return 0 if they were not the first of one
     */
    int batchSize();
}
