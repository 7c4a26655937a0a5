// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Prepares statements that change rows. */
@FunctionalInterface
interface Preparer {

    PreparedStatement prepare(String statement) throws SQLException;
}
