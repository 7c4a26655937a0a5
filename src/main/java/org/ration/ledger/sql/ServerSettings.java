// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks for settings of a database that promise less than Ration does, and notes a sentence for each. */
final class ServerSettings {

    private final Connection connection;
    private final List<String> warnings = new ArrayList<>();

    ServerSettings(Connection connection) {
        this.connection = connection;
    }

    /**
     * Warns if a query answers something else than what is right.
     *
     * @param query answers at most one value
     * @param right what is right; no answer is right, too
     * @param warning the sentence; {@code %s} is replaced by the answer
     */
    ServerSettings expect(String query, String right, String warning) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            String answer = row.next() ? row.getString(1) : null;
            if (answer != null && !answer.equalsIgnoreCase(right)) {
                warnings.add(warning.formatted(answer));
            }
        }
        return this;
    }

    /** Warns if a query answers anything; {@code %s} is replaced by the answer. */
    ServerSettings expectNone(String query, String warning) throws SQLException {
        return expect(query, "", warning);
    }

    /**
     * Warns of a driver that waits for replies without a time-out: a silently broken connection would never be
     * released.
     */
    ServerSettings expectNetworkTimeout(String remedy) {
        if (waitsForEver()) {
            warnings.add(
                    "the driver waits for replies without a time-out, so a connection that breaks silently is never"
                            + " released; set a socket time-out well above ration.timeout ("
                            + remedy + ").");
        }
        return this;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private boolean waitsForEver() {
        try {
            return connection.getNetworkTimeout() == 0;
        } catch (SQLException | UnsupportedOperationException notKnown) {
            return false; // older drivers and pools do not know it
        }
    }
}
