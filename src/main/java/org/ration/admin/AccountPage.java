// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.List;

/** A page of a list of accounts. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class AccountPage extends AdminResult {

    private final List<QuotaAccount> accounts;
    private final boolean more;

    /**
     * Ration makes those that it answers.
     *
     * @param accounts the accounts, in order
     * @param more whether there are more behind them
     */
    public AccountPage(List<QuotaAccount> accounts, boolean more) {
        this.accounts = List.copyOf(accounts);
        this.more = more;
    }

    /** {@return the accounts, in order} */
    public List<QuotaAccount> accounts() {
        return accounts;
    }

    /** {@return whether there are more behind them} */
    public boolean more() {
        return more;
    }

    @Override
    Members members() {
        return new Members().with("accounts", accounts).with("more", more);
    }
}
