// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Tests of a user's that would share their quotas; {@link QuotaExtensionTest} runs them. */
final class SharedQuotas {

    private SharedQuotas() {}

    @ExtendWith(QuotaExtension.class)
    static final class InBeforeAll {

        @BeforeAll
        static void move(MovableClock clock) {
            clock.advance(Duration.ofDays(1));
        }

        @Test
        void any() {}
    }

    @ExtendWith(QuotaExtension.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class OneInstance {

        OneInstance(QuotaRegistry quotas) {
            quotas.consume("user:bob", QuotaPolicy.of(2, QuotaPeriod.MONTH));
        }

        @Test
        void any() {}
    }
}
