// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiFunction;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.sql.IdRange;
import org.ration.ledger.sql.OperatorTables;

/**
 * Goes through all accounts in the order of their ids, a bounded number at a time, each in a short transaction: no
 * query takes the longer, the more accounts there are.
 */
final class AccountWalk {

    private final DatabaseGate gate;
    private final LedgerSettings settings;
    private final int lookedAt;
    private final int most;
    private String behind = "";
    private boolean goesOn = true;

    /**
     * A walk that begins with the first account.
     *
     * @param lookedAt how many accounts are looked at in one transaction
     * @param most how many are found in it
     */
    AccountWalk(DatabaseGate gate, LedgerSettings settings, int lookedAt, int most) {
        this.gate = gate;
        this.settings = settings;
        this.lookedAt = lookedAt;
        this.most = most;
    }

    /** Whether there are accounts that it has not come to. */
    boolean goesOn() {
        return goesOn;
    }

    /** The next that are found; none does not mean the end. */
    SortedSet<String> next(BiFunction<OperatorTables, IdRange, SortedSet<String>> find) {
        IdRange range = range();
        SortedSet<String> found = read(find, range);
        advance(found.size() >= most ? Optional.of(found.last()) : range.upTo());
        return found;
    }

    /** The sum of a number over all that it has not come to. */
    long sum(BiFunction<OperatorTables, IdRange, Long> number) {
        long sum = 0;
        while (goesOn) {
            IdRange range = range();
            sum += read(number, range);
            advance(range.upTo());
        }
        return sum;
    }

    private IdRange range() {
        return new IdRange(behind, read((tables, from) -> tables.nth(from, lookedAt), behind));
    }

    private void advance(Optional<String> last) {
        goesOn = last.isPresent();
        behind = last.orElse("");
    }

    private <P, T> T read(BiFunction<OperatorTables, P, T> work, P where) {
        return gate.access(runner -> runner.read(tables -> work.apply(tables.ofOperators(settings.ids()), where)));
    }
}
