package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

abstract class LedgerContract {

    static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));

    @Inject
    Ledger ledger;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void countsWhatItAllows() {
        QuotaDecision decision = ledger.consume(List.of(new QuotaCharge("user:42", MONTH, 3)));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage().used()).isEqualTo(3);
        assertThat(database.number("select used from ration_account where quota_key = 'user:42'"))
                .isEqualTo(3);
    }

    @Dependent
    static class Settings {

        @Produces
        @Singleton
        LedgerSettings settings(TestClock clock) {
            return new LedgerSettings(clock, false, 8, Duration.ofSeconds(10), false, "none");
        }
    }
}
