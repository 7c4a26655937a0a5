// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.ledger.sql.Shards;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** The settings of ledger tests. */
@Dependent
public class LedgerBeans {

    public static LedgerSettings settings(TestClock clock) {
        return new LedgerSettings(clock, false, 8, Duration.ofSeconds(10), false, "none");
    }

    /** Of a ledger on a database, or on those that it is spread over. */
    public static LedgerSettings settings(TestClock clock, TestDatabase database) {
        return new LedgerSettings(
                clock,
                false,
                8,
                Duration.ofSeconds(10),
                LedgerSettings.DEFAULT_WAITING,
                tables(database, AccountIds.UNNAMED),
                ZoneOffset.UTC);
    }

    /** Of tables on a database, or on those that it is spread over. */
    public static TableSettings tables(TestDatabase database, AccountIds ids) {
        return new TableSettings(
                false,
                "none",
                ids,
                RetentionSettings.FOR_EVER,
                new Shards(database.kind().shards()));
    }

    @Produces
    @Singleton
    LedgerSettings produced(TestClock clock, TestDatabase database) {
        return settings(clock, database);
    }
}
