// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.ration.ledger.account.Account;

/** The work that adds the rows of accounts without a window. */
public final class AccountInsert {

    private AccountInsert() {}

    /** Adds one account. */
    public static Consumer<LedgerTables> of(Account account) {
        return of(List.of(account));
    }

    /** Adds accounts, in the order given. */
    public static Consumer<LedgerTables> of(Collection<Account> accounts) {
        return tables -> tables.insert(accounts);
    }
}
