// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneId;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.ledger.sql.Shards;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** The settings of operators' tests. */
@Dependent
class OperatorBeans {

    @Produces
    @Singleton
    LedgerSettings settings(TestClock clock, TestDatabase database) {
        return new LedgerSettings(
                clock,
                false,
                8,
                Duration.ofSeconds(20),
                1000,
                new TableSettings(
                        false,
                        "none",
                        AccountIds.UNNAMED,
                        RetentionSettings.FOR_EVER,
                        new Shards(database.kind().shards())),
                ZoneId.of("Asia/Kathmandu"));
    }
}
