// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaAccount;
import org.ration.admin.Signature;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountView;
import org.ration.ledger.account.Adjustment;
import org.ration.ledger.account.AdminChange;

/** Changes accounts as they are read, without a lock, and forgets them. */
final class ForecastActs extends ActsOnAccounts {

    private final Function<String, Optional<Account>> accounts;
    private final Supplier<Instant> clock;

    ForecastActs(Function<String, Optional<Account>> accounts, Supplier<Instant> clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    QuotaAccount act(AccountRef ref, Signature signature, Function<Adjustment, Optional<AdminChange>> change) {
        Account account = found(accounts.apply(ref.id()), ref);
        Instant now = currentTime();
        change.apply(new Adjustment(account, now));
        return new AccountView(account, now).show();
    }

    @Override
    Instant currentTime() {
        return clock.get();
    }
}
