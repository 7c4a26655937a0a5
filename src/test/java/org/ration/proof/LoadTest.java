// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.ration.ledger.Ledger;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestDatabase;

/** What judges crashes notices units that were lost or made, halves of charges, and units that no hold has reserved. */
@OnDatabase(beans = ProofBeans.class)
class LoadTest {

    @Inject
    Ledger ledger;

    @Inject
    TestDatabase database;

    @Test
    void noticesWhatIsLostOrMadeOrHalf() {
        for (int i = 0; i < 5; i++) {
            ledger.consume(Load.charges("judged"));
        }

        Load.assertExact(database, "judged", 5, 0);
        Load.assertExact(database, "judged", 4, 1);
        assertWrong("a unit was lost", 6, 0);
        assertWrong("a unit was made", 3, 1);
        database.update("update ration_account set reserved = 1 where quota_key = 'judged' and period = 'day'");
        assertWrong("reserved without a hold", 5, 0);
        database.update("update ration_account set reserved = 0 where quota_key = 'judged'");
        database.update("update ration_account set used = 4 where quota_key = 'judged' and period = 'month'");
        assertWrong("half a charge", 5, 0);
        database.update("update ration_account set used = ? where quota_key = 'judged'", Load.LIMIT + 1);
        assertWrong("above the limit", Load.LIMIT, 5);
    }

    private void assertWrong(String how, long acknowledged, long unknown) {
        assertThatThrownBy(() -> Load.assertExact(database, "judged", acknowledged, unknown))
                .as(how)
                .isInstanceOf(AssertionError.class);
    }
}
