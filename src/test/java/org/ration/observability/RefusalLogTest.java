// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.log.LogLimiter;
import org.ration.testing.Logged;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;

@OnDatabase
class RefusalLogTest {

    private static final QuotaPolicy DAY = QuotaPolicy.of(2, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy EXPORTS = DAY.withScope("exports").withLimit(0);
    private static final QuotaPolicy RUNNING =
            QuotaPolicy.of(2, QuotaPeriod.INFLIGHT).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy TRIAL =
            QuotaPolicy.of(2, QuotaPeriod.parse("once")).withZone(ZoneId.of("UTC"));

    private static final LedgerSettings SETTINGS =
            new LedgerSettings(new TestClock(), false, 2, Duration.ofSeconds(10), false, "none");

    /** For the container's own ledger. */
    @Dependent
    static class Settings {

        @Produces
        LedgerSettings settings() {
            return SETTINGS;
        }
    }

    @Inject
    NewTransaction transaction;

    private final AtomicLong nanos = new AtomicLong();
    private Ledger ledger;

    @BeforeEach
    void ledger() {
        ledger = new Ledger(SETTINGS, TestContainer.of(transaction), new RefusalLog(new LogLimiter(nanos::get)));
    }

    @Test
    void logsOneRefusalInASecondForEachPolicyAndCountsTheOthers() {
        List<String> logged = Logged.by(() -> {
            charge("user:secret-1", DAY, 12);
            charge("user:secret-2", EXPORTS, 3);
            nanos.addAndGet(Duration.ofMillis(999).toNanos());
            charge("user:secret-1", DAY, 1);
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            charge("user:secret-1", DAY, 2);
            return null;
        });

        assertThat(logged)
                .containsExactly(
                        "INFO quota day refuses a call: 2 of 2 used until 2026-03-11T00:00:00Z",
                        "INFO quota exports-day refuses a call: 0 of 0 used until 2026-03-11T00:00:00Z",
                        "INFO quota day refuses a call: 2 of 2 used until 2026-03-11T00:00:00Z;"
                                + " refused 10 more since the last line");
    }

    @Test
    void saysWhatIsHeldAndThatOnlyWhatIsUsedIsGoneForGood() {
        List<String> logged = Logged.by(() -> {
            hold("user:secret-3", DAY);
            charge("user:secret-3", DAY, 1);
            hold("user:secret-3", RUNNING);
            hold("user:secret-3", RUNNING);
            charge("user:secret-3", TRIAL, 3);
            return null;
        });

        assertThat(logged)
                .containsExactly(
                        "INFO quota day refuses a call: 0 of 2 used and 2 held until 2026-03-11T00:00:00Z",
                        "INFO quota inflight refuses a call: 0 of 2 used and 2 held",
                        "INFO quota once refuses a call: 2 of 2 used for good");
    }

    private void hold(String key, QuotaPolicy policy) {
        ledger.reserve(List.of(new QuotaCharge(key, policy, 2)), Duration.ofMinutes(1));
    }

    private void charge(String key, QuotaPolicy policy, int times) {
        for (int time = 0; time < times; time++) {
            ledger.consume(List.of(new QuotaCharge(key, policy, 1)));
        }
    }
}
