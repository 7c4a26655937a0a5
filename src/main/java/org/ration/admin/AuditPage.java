// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.util.List;

/** A page of the audit. */
@JsonbTypeAdapter(Json.OfResult.class)
public final class AuditPage extends AdminResult {

    private final List<AuditRecord> entries;
    private final boolean more;

    /**
     * Ration makes those that it answers.
     *
     * @param entries the entries, the latest first
     * @param more whether there are older ones
     */
    public AuditPage(List<AuditRecord> entries, boolean more) {
        this.entries = List.copyOf(entries);
        this.more = more;
    }

    /** {@return the entries, the latest first} */
    public List<AuditRecord> entries() {
        return entries;
    }

    /** {@return whether there are older ones} */
    public boolean more() {
        return more;
    }

    @Override
    Members members() {
        return new Members().with("entries", entries).with("more", more);
    }
}
