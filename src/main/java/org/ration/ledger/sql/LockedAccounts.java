// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.Receipt;

/**
 * Accounts that were just locked.
 *
 * @param accounts by id
 * @param receipts those of the charges in question, read after the locks; empty if they have not been read
 */
public record LockedAccounts(Map<String, Account> accounts, Optional<List<Receipt>> receipts) {}
