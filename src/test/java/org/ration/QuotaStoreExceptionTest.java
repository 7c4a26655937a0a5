// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class QuotaStoreExceptionTest {

    private static final SQLException FAULT = new SQLException("connection refused", "08001");

    @Test
    void asksToComeAgainWhenNothingHasBeenCharged() {
        QuotaStoreException exception = QuotaStoreException.notCharged("no connection", FAULT);

        assertThat(exception.outcomeUnknown()).isFalse();
        assertThat(exception.getResponse().getStatus()).isEqualTo(503);
        assertThat(exception.getResponse().getHeaderString("Retry-After")).isEqualTo("5");
    }

    @Test
    void doesNotAskToComeAgainWhenTheOutcomeIsUnknown() {
        QuotaStoreException exception = QuotaStoreException.unknown("the commit's answer was lost", FAULT);

        assertThat(exception.outcomeUnknown()).isTrue();
        assertThat(exception.getResponse().getStatus()).isEqualTo(503);
        assertThat(exception.getResponse().getHeaders()).doesNotContainKey("Retry-After");
    }

    @Test
    void keepsTheCause() {
        assertThat(QuotaStoreException.notCharged("no connection", FAULT))
                .hasMessage("no connection")
                .hasCause(FAULT);
        assertThat(QuotaStoreException.notCharged("the queue is full", null)).hasNoCause();
    }

    @Test
    void leavesTheEntityToTheMappersAndLetsNobodyStoreTheAnswer() {
        assertThat(QuotaStoreException.notCharged("no connection", FAULT)
                        .getResponse()
                        .hasEntity())
                .isFalse();
        assertThat(QuotaStoreException.unknown("lost", FAULT).getResponse().getHeaderString("Cache-Control"))
                .isEqualTo("no-store");
    }

    @Test
    void reachesEjbCallersAsItselfAndRollsTheirTransactionBack() {
        assertThat(QuotaStoreException.class
                        .getAnnotation(ApplicationException.class)
                        .rollback())
                .isTrue();
    }

    @Test
    void isWholeInAnotherProcess() throws Exception {
        QuotaStoreException unknown = QuotaStoreException.unknown("no answer", new IllegalStateException("closed"));
        QuotaStoreException notCharged = QuotaStoreException.notCharged("no connection", null);

        QuotaStoreException copy = Serialized.copy(QuotaStoreException.class, unknown);

        assertThat(copy).hasMessage("no answer").hasRootCauseMessage("closed");
        assertThat(copy.outcomeUnknown()).isTrue();
        assertThat(copy.getResponse().getStatus()).isEqualTo(503);
        assertThat(copy.getResponse().getHeaders()).doesNotContainKey("Retry-After");
        assertThat(Serialized.copy(QuotaStoreException.class, notCharged)
                        .getResponse()
                        .getHeaderString("Retry-After"))
                .isEqualTo("5");
    }
}
