// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class BatchOnPostgresTest extends BatchContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));

    @Test
    void singlesThatFitAreCountedWithoutALock() {
        warm(a());

        batch(request(charge(a(), MONTH, 1)), request(charge(a(), MONTH, 2)));

        assertThat(database.text("select xmax::text from ration_account where quota_key = ?", a()))
                .as("a row that was locked before it was updated carries the lock")
                .isEqualTo("0");
    }

    @Test
    void aRefusalLocksNothing() {
        warm(a());
        warm(b());
        set(a(), "used = 10");
        String before = database.text("select xmin || ' ' || xmax from ration_account where quota_key = ?", a());

        List<Charged> batch = batch(request(charge(a(), MONTH, 1)), request(charge(b(), MONTH, 1)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(false, true);
        assertThat(database.text("select xmin || ' ' || xmax from ration_account where quota_key = ?", a()))
                .isEqualTo(before);
    }
}
