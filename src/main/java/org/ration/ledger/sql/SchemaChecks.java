// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.util.List;
import java.util.stream.Collectors;

/** The check constraints of Ration's tables, which a dump, a provider or a person may have left out. */
final class SchemaChecks {

    static final String WARNING =
            "the tables lack the check constraints %s, the last guard against a wrong count; add them as Ration's"
                    + " scripts have them.";

    private static final List<String> NAMES = List.of(
            "ration_account_counts",
            "ration_account_limits",
            "ration_account_window",
            "ration_closed_window_counts",
            "ration_closed_window_window",
            "ration_receipt_counts");

    private SchemaChecks() {}

    /**
     * The query of the names that are missing, which answers one value, or null.
     *
     * @param aggregate the database's aggregate of the column {@code name}
     * @param present the query of the names that are there
     */
    static String missing(String aggregate, String present) {
        String names =
                NAMES.stream().map(name -> "select '" + name + "' as name").collect(Collectors.joining(" union all "));
        return "select " + aggregate + " from (" + names + ") n where name not in (" + present + ")";
    }
}
