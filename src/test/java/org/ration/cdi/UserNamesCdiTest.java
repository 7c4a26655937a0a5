// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaExceededException;
import org.ration.QuotaRegistry;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** A user of an identity store that ignores case. */
@Deployed(settings = "ration.user-names=lower-case")
class UserNamesCdiTest {

    @Inject
    QuotaRegistry quotas;

    @Inject
    TestDatabase database;

    @Inject
    TestRequest request;

    @Inject
    Shop shop;

    @ApplicationScoped
    static class Shop {

        @Quota(key = "user", limit = 2)
        public void call() {}
    }

    @Test
    void hasOneCounterHoweverTheNameIsSpelt() {
        request.by("alice");
        shop.call();
        request.by("Alice");
        shop.call();
        request.by("ALICE");

        assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(shop::call);
        assertThat(database.used("user:alice")).isEqualTo(2);
        assertThat(quotas.key("user", "aLICE")).isEqualTo("user:alice");
    }
}
