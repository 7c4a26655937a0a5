package org.ration.admin;

import java.util.List;

/**
 * A part of a list of accounts.
 *
 * @param accounts the accounts, in order
 * @param more whether there are more behind them
 */
public record AccountPage(List<QuotaAccount> accounts, boolean more) {

    /**
     * Copies the list.
     *
     * @param accounts the accounts
     * @param more whether there are more
     */
    public AccountPage {
        accounts = List.copyOf(accounts);
    }
}
