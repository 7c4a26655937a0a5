// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.sql.RetentionTables.Place;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/** Removes entries of the audit, the oldest first. */
final class AuditSweep implements Sweep {

    private final AccountIds namespace;
    private final UnaryOperator<Instant> before;
    private final Round round = new Round();

    /**
     * A sweep that begins with the oldest entry.
     *
     * @param before before which instant they are not kept
     */
    AuditSweep(AccountIds namespace, UnaryOperator<Instant> before) {
        this.namespace = namespace;
        this.before = before;
    }

    @Override
    public boolean step(TransactionRunner runner, Instant over) {
        Instant end = before.apply(over);
        List<Place> found = round.step(
                place -> runner.read(tables -> tables.ofRetention(namespace).audit(end, place, ROWS)));
        if (!found.isEmpty()) {
            List<String> ids = found.stream().map(Place::id).toList();
            runner.change(tables -> {
                int entries = tables.ofRetention(namespace).removeAudit(ids);
                return new TransactionResult<>(entries, entries > 0);
            });
        }
        return found.size() == ROWS;
    }
}
