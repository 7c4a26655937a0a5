// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.testing.Deployment;

/** What a deployment refuses where the counters are in several databases. */
class ShardsCdiTest {

    private static final String HERE = ShardsCdiTest.class.getName() + "$";

    static class TwoKeys {
        @Quota(key = "user", limit = 5, period = "day")
        @Quota(key = "global:all", limit = 100)
        public void run() {}
    }

    static class OneKey {
        @Quota(key = "user", limit = 5, period = "day")
        @Quota(key = "user", limit = 100, period = "month")
        public void run() {}
    }

    @Test
    void refusesQuotasOfSeveralKeysOnOneMethod() {
        assertThat(Deployment.of(TwoKeys.class).with("ration.shards=3").problems())
                .containsExactly("RATION-095 " + HERE + "TwoKeys#run has quotas of several keys, [global:all, user],"
                        + " whose counters may be in different databases (ration.shards is 3), so that they cannot be"
                        + " charged all or nothing; give them one key, or move the quotas of the other keys to a method"
                        + " of another bean that is called by itself.");
    }

    @Test
    void takesSeveralQuotasOfOneKeyAndAnythingInOneDatabase() {
        assertThat(Deployment.of(OneKey.class).with("ration.shards=3").problems())
                .isEmpty();
        assertThat(Deployment.of(TwoKeys.class).with("ration.shards=1").problems())
                .isEmpty();
    }

    @Test
    void refusesSettingsThatNeedOneDatabase() {
        assertThat(Deployment.of(OneKey.class)
                        .with("ration.shards=3", "ration.schema=create", "ration.admin.enabled=true")
                        .problems())
                .containsExactly(
                        "RATION-096 the setting ration.schema is create, which cannot be with several databases"
                                + " (ration.shards is 3); run the scripts on each of them, as by Flyway.");
    }
}
