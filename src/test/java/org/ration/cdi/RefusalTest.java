// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.QuotaKeyException;
import org.ration.testing.Logged;

class RefusalTest {

    static class Timers {

        void expired() {}
    }

    @Test
    void aTimerThatExpiresOftenAndIsNeverRunHasALineASecondInTheLog() throws NoSuchMethodException {
        Method method = Timers.class.getDeclaredMethod("expired");

        List<String> lines = Logged.by(() -> {
            for (int expiration = 0; expiration < 100; expiration++) {
                Refusal.fail(new CallOf(method, new Timers(), null).by("a timer"), QuotaKeyException.anonymous());
            }
            return null;
        });

        assertThat(lines)
                .hasSizeBetween(1, 2)
                .first()
                .asString()
                .matches("WARNING timer method .*Timers#expired.* was not run: the quota counts by user.*");
    }
}
