// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.ejb.EJBTransactionRolledbackException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.QuotaStoreException;
import org.ration.container.RollbackSignal;

class SqlFailuresTest {

    @ParameterizedTest
    @CsvSource({"40001, 0", "40P01, 0", "40001, 1213", "HY000, 1020", "90131, 90131"})
    void whatLostToAnotherIsTriedAgain(String state, int code) {
        assertThat(SqlFailures.retryable(wrapped(new SQLException("x", state, code))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"23505, 0", "08006, 0", "HYT00, 50200", "HY000, 1205", "55P03, 0", "40003, 0", "57P01, 0"})
    void anythingElseIsNot(String state, int code) {
        assertThat(SqlFailures.retryable(wrapped(new SQLException("x", state, code))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"40001, false", "40P01, false", "23505, false", "08006, true", "40003, true", "57P01, true", ", true"})
    void aFailedCommitIsUnknownUnlessTheDatabaseRolledBack(String state, boolean unknown) {
        assertThat(SqlFailures.exception(wrapped(new SQLException("x", state)), true)
                        .outcomeUnknown())
                .isEqualTo(unknown);
    }

    @Test
    void aBrokenConnectionAfterADeadlockIsUnknown() {
        SQLException deadlock = new SQLException("x", "40001");
        deadlock.setNextException(new SQLException("y", "08006"));

        assertThat(SqlFailures.exception(wrapped(deadlock), true).outcomeUnknown())
                .isTrue();
        assertThat(SqlFailures.retryable(wrapped(deadlock))).isFalse();
    }

    @Test
    void aCommitThatFailsWithoutAReasonIsUnknown() {
        assertThat(SqlFailures.exception(new EJBException("timed out"), true).outcomeUnknown())
                .isTrue();
    }

    @Test
    void nothingIsChargedBeforeTheWorkIsDone() {
        assertThat(SqlFailures.exception(wrapped(new SQLException("x", "08006")), false)
                        .outcomeUnknown())
                .isFalse();
        assertThat(SqlFailures.exception(new IllegalStateException(), false).outcomeUnknown())
                .isFalse();
    }

    @Test
    void aFaultOfTheWorkItselfStaysWhatItIs() {
        QuotaStoreException own = QuotaStoreException.notCharged("own", null);

        assertThat(SqlFailures.exception(new RollbackSignal(own), false)).isSameAs(own);
    }

    @Test
    void looksIntoWhatContainersWrap() {
        SQLException duplicate = new SQLException("x", "23505");
        RollbackException rollback = new RollbackException("marked");
        rollback.initCause(new PersistenceException(duplicate));
        RollbackException suppressing = new RollbackException("marked");
        suppressing.addSuppressed(duplicate);

        assertThat(SqlFailures.constraintViolated(new EJBException(rollback))).isTrue();
        assertThat(SqlFailures.constraintViolated(suppressing)).isTrue();
        assertThat(SqlFailures.constraintViolated(new BatchUpdateException("batch", "HY000", 0, new int[0], duplicate)))
                .isTrue();
    }

    @Test
    void messagesTellStateAndCodeAndQuoteNoValues() {
        QuotaStoreException fault =
                SqlFailures.exception(wrapped(new SQLException("Key (quota_key)=(user:42)", "23505", 7)), false);

        assertThat(fault).hasMessageContaining("SQL state 23505, code 7");
        assertThat(fault.getMessage()).doesNotContain("user:42");
        assertThat(fault).hasRootCauseInstanceOf(SQLException.class);
    }

    private static RuntimeException wrapped(SQLException fault) {
        return new EJBTransactionRolledbackException("failed", new PersistenceException(fault));
    }
}
