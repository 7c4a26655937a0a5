// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.AuditRecord;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;
import org.ration.testing.Database;
import org.ration.testing.Provider;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Two nodes whose persistence unit has a shared cache for all entities, which the other node does not clear. */
class SharedCacheTest {

    private static final Signature SIGNED = new Signature("ann", "asked by mail");

    @Test
    void aKeyThatOneNodeErasesIsGoneOnTheOther() {
        try (TestDatabase one = TestDatabase.empty(Database.H2, Provider.ECLIPSELINK_CACHING_ALL, 8);
                TestDatabase two = TestDatabase.at(Database.H2, Provider.ECLIPSELINK_CACHING_ALL, one.url(), 8);
                TestContainer nodeOne =
                        TestContainer.on(one).beans(LedgerBeans.class).start();
                TestContainer nodeTwo =
                        TestContainer.on(two).beans(LedgerBeans.class).start()) {
            one.createTables();
            QuotaAdministration erasing = nodeOne.select(Ledger.class).operators();
            QuotaAdministration listing = nodeTwo.select(Ledger.class).operators();
            erasing.prepare("user:42", QuotaPolicy.of(1, QuotaPeriod.DAY).withZone(ZoneOffset.UTC), SIGNED);
            assertThat(listing.audit(0, 10).entries()).hasSize(1);

            erasing.erase("user:42", SIGNED);

            assertThat(listing.audit(0, 10).entries())
                    .hasSize(2)
                    .extracting(AuditRecord::toString)
                    .noneMatch(entry -> entry.contains("user:42"));
        }
    }
}
