// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.ration.ledger.account.Receipt;

/** The receipts' table by plain JDBC. */
final class ReceiptRows {

    static final Columns<Receipt> COLUMNS = Columns.of(Receipt.class);

    /** The beginning of a query for {@link #COLUMNS}. */
    static final String SELECT = "select " + COLUMNS.names("r") + " from ration_receipt r where ";

    private ReceiptRows() {}

    /** The receipts of a result that begins with {@link #COLUMNS}. */
    static List<Receipt> read(ResultSet rows) throws SQLException {
        List<Receipt> receipts = new ArrayList<>();
        while (rows.next()) {
            receipts.add(COLUMNS.read(rows));
        }
        return receipts;
    }
}
