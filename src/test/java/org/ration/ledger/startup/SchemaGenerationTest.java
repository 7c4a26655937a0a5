// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Persistence;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * An application whose persistence unit has its provider make the tables has Ration's made, too, and none of their
 * checks.
 */
class SchemaGenerationTest {

    @ParameterizedTest
    @CsvSource({
        "H2, ration-test",
        "H2, ration-test-hibernate",
        "POSTGRESQL, ration-test",
        "POSTGRESQL, ration-test-hibernate",
        "MARIADB, ration-test",
        "MARIADB, ration-test-hibernate"
    })
    void refusesTablesThatTheProviderMade(Database kind, String unit) {
        try (TestDatabase database = TestDatabase.empty(kind, 4);
                TestContainer container =
                        TestContainer.on(database).beans(LedgerBeans.class).start()) {
            Persistence.generateSchema(unit, creating(database));
            assertThat(database.number("select count(*) from ration_account")).isZero();

            assertThatThrownBy(() -> new Ledger(
                                    LedgerStartContract.settings(false, "none"),
                                    TestContainer.of(container.select(NewTransaction.class)))
                            .start())
                    .hasMessageContaining("RATION-004")
                    .hasMessageContaining("ration_meta has no row 'schema'");
        }
    }

    private static Map<String, String> creating(TestDatabase database) {
        return Map.of(
                "jakarta.persistence.schema-generation.database.action", "create",
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jdbc.url", database.url(),
                "eclipselink.target-server", "None",
                "eclipselink.session-name", "generation of " + database.url());
    }
}
