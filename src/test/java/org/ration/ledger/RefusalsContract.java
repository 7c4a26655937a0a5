// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.testing.Race;
import org.ration.testing.TestDatabase;

/** Whoever asks for more of what is used up costs the database no write. */
abstract class RefusalsContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));

    @Inject
    Ledger ledger;

    @Inject
    TestDatabase database;

    @Test
    void tenThousandRefusalsWriteNothing() throws InterruptedException {
        exhaust("full");
        String before = row("full");
        int commits = database.wire().commits();
        int writes = database.wire().writes();
        int locks = database.wire().locks();

        List<QuotaDecision> decisions = Race.run(16, 10_000, number -> consume("full"));

        assertThat(decisions).noneMatch(QuotaDecision::allowed);
        assertThat(database.wire().commits()).isEqualTo(commits);
        assertThat(database.wire().writes()).isEqualTo(writes);
        assertThat(database.wire().locks() - locks).isLessThanOrEqualTo(mostLocks(10_000));
        assertThat(row("full")).isEqualTo(before);
    }

    @Test
    void refusedSetsWriteNothing() throws InterruptedException {
        exhaust("full of set");
        consume("other of set");
        String before = row("full of set") + row("other of set");
        int commits = database.wire().commits();
        int writes = database.wire().writes();

        List<QuotaDecision> decisions = Race.run(8, 1_000, number -> consume("other of set", "full of set"));

        assertThat(decisions).noneMatch(QuotaDecision::allowed);
        assertThat(database.wire().commits()).isEqualTo(commits);
        assertThat(database.wire().writes()).isEqualTo(writes);
        assertThat(row("full of set") + row("other of set")).isEqualTo(before);
    }

    /** How often refusals may have locked: a batch of them once. */
    int mostLocks(int refusals) {
        return refusals;
    }

    /** Whatever shows that a row was written. */
    String row(String key) {
        return database.text("select concat(used, ' ', updated_at) from ration_account where quota_key = ?", key);
    }

    final TestDatabase database() {
        return database;
    }

    private void exhaust(String key) {
        for (int number = 0; number < 10; number++) {
            consume(key);
        }
    }

    private QuotaDecision consume(String... keys) {
        List<QuotaCharge> charges = new ArrayList<>();
        for (String key : keys) {
            charges.add(new QuotaCharge(key, MONTH, 1));
        }
        return ledger.consume(charges);
    }
}
