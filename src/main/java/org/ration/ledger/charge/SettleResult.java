// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ration.QuotaDecision;
import org.ration.admin.AuditRecord;
import org.ration.ledger.account.SettledLine;

/**
 * The result of a settlement, once it is durable.
 *
 * @param lines what it has changed, in the order of the charges; empty if the id is not known
 * @param at when
 * @param audit the refunds and overruns, as the audit has them
 * @param batchSize how many requests its batch began with; 0 if it was not the first of them
 */
public record SettleResult(List<SettledLine> lines, Instant at, List<AuditRecord> audit, int batchSize)
        implements LedgerResult {

    /** The decision, with the current state of the accounts; empty if the id is not known. */
    public Optional<QuotaDecision> decision() {
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new QuotaDecision(
                        at, lines.stream().map(SettledLine::usage).toList(), List.of(), false));
    }

    @Override
    public boolean refused() {
        return false;
    }
}
