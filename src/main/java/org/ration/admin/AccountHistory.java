package org.ration.admin;

import java.util.List;

/**
 * One account, with what is past.
 *
 * @param account the account
 * @param windows windows that are over, the latest first; at most the last 100
 * @param audit what was done to it, the latest first; at most the last 100 entries
 */
public record AccountHistory(QuotaAccount account, List<PastWindow> windows, List<AuditRecord> audit) {

    /**
     * Copies the lists.
     *
     * @param account the account
     * @param windows windows that are over
     * @param audit what was done
     */
    public AccountHistory {
        windows = List.copyOf(windows);
        audit = List.copyOf(audit);
    }
}
