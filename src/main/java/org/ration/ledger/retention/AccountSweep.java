// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.AccountView;
import org.ration.ledger.sql.LedgerTables;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;

/**
 * Removes unused accounts; their last usage becomes history. No index knows them, since charges would have to
 * keep it: it goes through all accounts in the order of their ids, a bounded number in each step.
 *
 * <p>An account whose window is over for every node says nothing that the next charge must know: it would open the same
 * window without it. Only that no window may begin before the end of the last one is lost, and is read from the history
 * when the first window is opened anew.
 */
final class AccountSweep implements Sweep {

    /** Accounts that are looked at in one step; it is a matter of milliseconds. */
    private static final int LOOKED_AT = 1000;

    private final AccountIds namespace;
    private final UnaryOperator<Instant> before;
    private String last;

    /**
     * A sweep.
     *
     * @param before before which instant accounts were used last that are not kept
     * @param first behind which id it begins, so that each node begins elsewhere
     */
    AccountSweep(AccountIds namespace, UnaryOperator<Instant> before, String first) {
        this.namespace = namespace;
        this.before = before;
        this.last = first;
    }

    @Override
    public boolean step(TransactionRunner runner, Instant over) {
        Instant since = before.apply(over);
        Optional<String> upTo =
                runner.read(tables -> tables.ofRetention(namespace).nth(last, LOOKED_AT));
        SortedSet<String> idle =
                runner.read(tables -> tables.ofRetention(namespace).idle(last, upTo, since, ROWS));
        if (!idle.isEmpty()) {
            runner.change(tables -> remove(tables, idle, since));
        }
        boolean more = idle.size() == ROWS;
        last = more ? idle.last() : upTo.orElse("");
        return more;
    }

    private TransactionResult<Boolean> remove(LedgerTables tables, SortedSet<String> ids, Instant since) {
        Collection<Account> locked = tables.lockToCharge(ids, false).values();
        List<Account> idle = locked.stream()
                .filter(account -> new AccountView(account, since).isUnusedSince(since))
                .toList();
        tables.add(idle.stream()
                .flatMap(account -> account.endedWindow(since).stream())
                .toList());
        tables.ofRetention(namespace).remove(idle);
        return new TransactionResult<>(true, !idle.isEmpty());
    }
}
