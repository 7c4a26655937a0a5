// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.testing.Database;
import org.ration.testing.TestDatabase;

/** Sessions of PostgreSQL that keep a snapshot; here already in their first minute. */
class OldSnapshotsTest {

    @Test
    void areWarnedOf() throws SQLException {
        try (TestDatabase database = TestDatabase.empty(Database.POSTGRESQL, 8);
                Connection asking = database.connect();
                Connection reader = database.connect();
                Statement read = reader.createStatement()) {
            assertThat(warnings(asking, 0)).isEmpty();
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            read.execute("select count(*) from pg_class");

            assertThat(warnings(asking, 0))
                    .singleElement()
                    .asString()
                    .startsWith("a session has kept a snapshot open for 0 minutes (pg_stat_activity), so old versions");
            assertThat(warnings(asking, 10)).isEmpty();
            reader.rollback();
            assertThat(warnings(asking, 0)).isEmpty();
        }
    }

    private static List<String> warnings(Connection connection, int oldMinutes) throws SQLException {
        return new PostgreSqlDialect(oldMinutes)
                .warnings(connection).stream()
                        .filter(warning -> warning.contains("snapshot"))
                        .toList();
    }
}
