// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.health;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.ledger.Ledger;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;

/** A node whose calls pass while the store fails is ready, and still reports what is wrong. */
@Deployed(
        settings = "ration.when-store-fails=pass",
        beans = {StoreHealth.class})
class ReadinessWhileCallsPassCdiTest {

    @Inject
    @Readiness
    StoreHealth health;

    @Inject
    Ledger ledger;

    @Inject
    TestDatabase database;

    @BeforeEach
    void start() {
        HealthCheckResponse.setResponseProvider(PlainResponse.Builder::new);
        ledger.start();
    }

    @Test
    void staysReadyWithTheIdsOfWhatIsWrong() {
        HealthCheckResponse good = health.call();
        database.execute("alter table ration_account rename to ration_account_away");

        HealthCheckResponse bad = health.call();
        database.execute("alter table ration_account_away rename to ration_account");

        assertThat(good.getStatus()).isEqualTo(Status.UP);
        assertThat(good.getData()).isEmpty();
        assertThat(bad.getStatus()).isEqualTo(Status.UP);
        assertThat(bad.getData())
                .hasValueSatisfying(
                        data -> assertThat(data.get("problems").toString()).startsWith("RATION-"));
    }
}
