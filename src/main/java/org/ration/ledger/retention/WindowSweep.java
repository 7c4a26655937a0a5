// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.sql.RetentionTables.Place;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/** Removes closed windows, the oldest first. Those that it may not remove it meets again on its next round. */
final class WindowSweep implements Sweep {

    private final AccountIds namespace;
    private final boolean brief;
    private final UnaryOperator<Instant> before;
    private final Round round = new Round();

    /**
     * A sweep that begins with the oldest window.
     *
     * @param brief whether it removes those of less than a day, or the others
     * @param before before which instant windows have ended that are not kept
     */
    WindowSweep(AccountIds namespace, boolean brief, UnaryOperator<Instant> before) {
        this.namespace = namespace;
        this.brief = brief;
        this.before = before;
    }

    @Override
    public boolean step(TransactionRunner runner, Instant over) {
        Instant end = before.apply(over);
        List<Place> found = round.step(
                place -> runner.read(tables -> tables.ofRetention(namespace).windows(brief, end, place, ROWS)));
        if (found.isEmpty()) {
            return false;
        }
        Instant upTo = Instant.ofEpochMilli(found.get(found.size() - 1).at() + 1);
        SortedSet<String> accounts = found.stream().map(Place::id).collect(Collectors.toCollection(TreeSet::new));
        runner.change(tables -> {
            int windows = tables.ofRetention(namespace).removeWindows(accounts, upTo, ROWS);
            return new TransactionResult<>(windows, windows > 0);
        });
        return found.size() == ROWS;
    }
}
