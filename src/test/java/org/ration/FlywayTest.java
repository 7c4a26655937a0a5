// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ration.testing.Database;
import org.ration.testing.TestDatabase;

/** The scripts run under Flyway as docs/getting-started.md has it, with a history table of Ration's own. */
class FlywayTest {

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL", "MARIADB"})
    void makesTheTablesBesideThoseOfTheApplication(Database kind) {
        try (TestDatabase database = TestDatabase.empty(kind, 2)) {
            database.execute("create table orders (id integer primary key)");

            assertThat(flyway(database, "0").migrate().migrationsExecuted).isEqualTo(1);
            assertThat(flyway(database, "0").migrate().migrationsExecuted).isZero();
            assertThat(version(database)).isEqualTo("1");
            assertThat(database.number("select count(*) from ration_audit")).isZero();
        }
    }

    private static Flyway flyway(TestDatabase database, String baseline) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:" + database.kind().folder())
                .table("ration_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion(baseline)
                .load();
    }

    private static String version(TestDatabase database) {
        return database.text("select content from ration_meta where name = 'schema'");
    }
}
