// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.List;
import java.util.Objects;

/** One account, with its past. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class AccountHistory extends AdminResult {

    private final QuotaAccount account;
    private final List<PastWindow> windows;
    private final List<AuditRecord> audit;

    /**
     * Ration makes those that it answers.
     *
     * @param account the account
     * @param windows windows that are over, the latest first; at most the last 100
     * @param audit the acts on it, the latest first; at most the last 100 entries
     */
    public AccountHistory(QuotaAccount account, List<PastWindow> windows, List<AuditRecord> audit) {
        this.account = Objects.requireNonNull(account, "account");
        this.windows = List.copyOf(windows);
        this.audit = List.copyOf(audit);
    }

    /** {@return the account} */
    public QuotaAccount account() {
        return account;
    }

    /** {@return windows that are over, the latest first; at most the last 100} */
    public List<PastWindow> windows() {
        return windows;
    }

    /** {@return the acts on it, the latest first; at most the last 100 entries} */
    public List<AuditRecord> audit() {
        return audit;
    }

    @Override
    Members members() {
        return new Members().with("account", account).with("windows", windows).with("audit", audit);
    }
}
