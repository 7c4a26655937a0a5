// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * Removes entries of the audit, the oldest first.
 *
 * @param namespace whose
 * @param before before which instant they are not kept
 */
record AuditSweep(AccountIds namespace, UnaryOperator<Instant> before) implements Sweep {

    @Override
    public boolean step(TransactionRunner runner, Instant over) {
        List<String> found = runner.read(tables -> tables.ofRetention(namespace).audit(before.apply(over), ROWS));
        if (found.isEmpty()) {
            return false;
        }
        int removed = runner.change(tables -> {
            int entries = tables.ofRetention(namespace).removeAudit(found);
            return new TransactionResult<>(entries, entries > 0);
        });
        return removed == ROWS;
    }
}
