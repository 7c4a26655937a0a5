package org.ration.admin;

import java.util.List;

/**
 * A part of the audit.
 *
 * @param entries the entries, the latest first
 * @param more whether there are older ones
 */
public record AuditPage(List<AuditRecord> entries, boolean more) {

    /**
     * Copies the list.
     *
     * @param entries the entries
     * @param more whether there are older ones
     */
    public AuditPage {
        entries = List.copyOf(entries);
    }
}
