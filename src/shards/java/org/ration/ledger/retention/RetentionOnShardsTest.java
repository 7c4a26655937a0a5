// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.ration.ledger.LedgerBeans;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;

/**
 * What is removed in passing, on three databases. Rows that others have locked are waited for there, for as long as a
 * step may.
 */
@OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
class RetentionOnShardsTest extends RetentionContract {

    private static final String TOO_LONG = "the database did not answer in time";

    @Test
    @Override
    void aLockedAccountIsPassedBy() {
        assertThatThrownBy(super::aLockedAccountIsPassedBy).hasMessageContaining(TOO_LONG);
    }

    @Test
    @Override
    void aReceiptOfAnAccountThatIsLockedIsPassedBy() {
        assertThatThrownBy(super::aReceiptOfAnAccountThatIsLockedIsPassedBy).hasMessageContaining(TOO_LONG);
    }

    @Test
    @Override
    void aReceiptThatIsLockedIsPassedBy() {
        assertThatThrownBy(super::aReceiptThatIsLockedIsPassedBy).hasMessageContaining(TOO_LONG);
    }

    @Test
    @Override
    void aWindowThatAnotherSessionKeepsLockedIsPassedBy() {
        assertThatThrownBy(super::aWindowThatAnotherSessionKeepsLockedIsPassedBy)
                .hasMessageContaining(TOO_LONG);
    }
}
