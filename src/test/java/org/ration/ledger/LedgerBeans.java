// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.TestClock;

/** The settings of ledger tests. */
@Dependent
public class LedgerBeans {

    public static LedgerSettings settings(TestClock clock) {
        return new LedgerSettings(clock, false, 8, Duration.ofSeconds(10), false, "none");
    }

    @Produces
    @Singleton
    LedgerSettings produced(TestClock clock) {
        return settings(clock);
    }
}
