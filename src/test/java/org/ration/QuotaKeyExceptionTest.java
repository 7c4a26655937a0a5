// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.ApplicationException;
import org.junit.jupiter.api.Test;

class QuotaKeyExceptionTest {

    @Test
    void answersBadRequestForACallThatTellsNoKey() {
        QuotaKeyException exception = QuotaKeyException.badRequest("header X-Tenant is missing");

        assertThat(exception).hasMessage("header X-Tenant is missing");
        assertThat(exception.getResponse().getStatus()).isEqualTo(400);
    }

    @Test
    void answersUnauthorizedForAnAnonymousCallerOfAUsersQuota() {
        QuotaKeyException exception = QuotaKeyException.anonymous();

        assertThat(exception).hasMessage("the quota counts by user, but the caller is anonymous");
        assertThat(exception.getResponse().getStatus()).isEqualTo(401);
    }

    @Test
    void leavesTheEntityToTheMappersAndLetsNobodyStoreTheAnswer() {
        assertThat(QuotaKeyException.anonymous().getResponse().hasEntity()).isFalse();
        assertThat(QuotaKeyException.anonymous().getResponse().getHeaderString("Cache-Control"))
                .isEqualTo("no-store");
    }

    @Test
    void hasNoStackTrace() {
        assertThat(QuotaKeyException.anonymous().getStackTrace()).isEmpty();
    }

    @Test
    void reachesEjbCallersAsItselfAndRollsTheirTransactionBack() {
        assertThat(QuotaKeyException.class
                        .getAnnotation(ApplicationException.class)
                        .rollback())
                .isTrue();
    }

    @Test
    void isWholeInAnotherProcess() throws Exception {
        QuotaKeyException copy = Serialized.copy(QuotaKeyException.class, QuotaKeyException.anonymous());

        assertThat(copy).hasMessage("the quota counts by user, but the caller is anonymous");
        assertThat(copy.getResponse().getStatus()).isEqualTo(401);
    }
}
