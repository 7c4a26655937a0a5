// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.admin.Signature;
import org.ration.container.NewTransaction;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.Database;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Nodes on one database whose clocks are apart: no purge, and no clock, grants a unit twice. */
class ClocksApartTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String KEY = "user:apart";
    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(UTC);
    private static final Signature OLGA = new Signature("olga", "yearly clean-up");

    private final TestClock ahead = new TestClock();
    private final TestClock behind = new TestClock();
    private TestDatabase database;
    private TestContainer container;
    private NewTransaction transaction;

    @BeforeEach
    void start() {
        database = TestDatabase.withTables(Database.H2, 12);
        container = TestContainer.on(database).beans(LedgerBeans.class).start();
        transaction = container.select(NewTransaction.class);
    }

    @AfterEach
    void stop() {
        container.close();
        database.close();
    }

    @Test
    void aPurgeLeavesWhatANodeBehindStillCountsIn() {
        behind.set("2026-01-31T23:51:00Z");
        ahead.set("2026-02-01T00:01:00Z");
        try (Ledger slow = ledger(behind, false);
                Ledger fast = ledger(ahead, false)) {
            assertThat(allowed(slow, MONTH, 10)).isTrue();

            long purged = fast.operators().purge(Instant.parse("2026-02-01T00:00:30Z"), OLGA);

            assertThat(purged).isZero();
            assertThat(allowed(slow, MONTH, 1)).isFalse();
            assertThat(fast.operators().countPurge(Instant.parse("2026-02-01T00:00:30Z")))
                    .isZero();
        }
    }

    @Test
    void whatHasBeenOverForAnHourIsPurged() {
        behind.set("2026-01-31T23:51:00Z");
        ahead.set("2026-02-01T01:00:01Z");
        try (Ledger slow = ledger(behind, false);
                Ledger fast = ledger(ahead, false)) {
            assertThat(allowed(slow, MONTH, 10)).isTrue();

            assertThat(fast.operators().purge(Instant.parse("2026-02-01T00:30:00Z"), OLGA))
                    .isEqualTo(1);
        }
    }

    @Test
    void aSystemClockFarBehindOpensNoWindowThatIsOver() {
        Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));
        QuotaPolicy hour = QuotaPolicy.of(10, QuotaPeriod.HOUR).withZone(UTC);
        try (Ledger node = ledger(slow, true)) {
            assertThatThrownBy(() -> allowed(node, hour, 1))
                    .isInstanceOf(QuotaStoreException.class)
                    .hasMessageContaining("clock is behind")
                    .matches(fault -> !((QuotaStoreException) fault).outcomeUnknown());
        }
    }

    @Test
    void aSystemClockAnHourAheadDoesNotOpenAMinuteOfTheFuture() {
        Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(58));
        QuotaPolicy minute = QuotaPolicy.of(59, QuotaPeriod.MINUTE).withZone(UTC);
        try (Ledger node = ledger(fast, true);
                Ledger right = ledger(Clock.systemUTC(), true)) {
            assertThatThrownBy(() -> allowed(node, minute, 1))
                    .isInstanceOf(QuotaStoreException.class)
                    .hasMessageContaining("clock is ahead");
            assertThat(allowed(right, minute, 1)).isTrue();
        }
    }

    /** What is held is given back when it has ended by the database's time, too. */
    @Test
    void aSystemClockAheadEndsNoHoldOfAnother() {
        Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofDays(40));
        QuotaPolicy one = QuotaPolicy.of(1, QuotaPeriod.parse("once")).withZone(UTC);
        try (Ledger node = ledger(fast, true);
                Ledger far = ledger(wrong, true);
                Ledger right = ledger(Clock.systemUTC(), true)) {
            QuotaHold hold = right.reserve(List.of(new QuotaCharge(KEY, one, 1)), Duration.ofMinutes(5));

            assertThat(allowed(node, one, 1)).isFalse();
            assertThat(allowed(far, one, 1)).isFalse();
            hold.settle(1);

            assertThat(right.usage(KEY, one).used()).isEqualTo(1);
        }
    }

    /** A purge by a system clock that is ahead takes the database's time for it. */
    @Test
    void aSystemClockAheadPurgesNothingThatIsOpenByTheDatabasesTime() {
        Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofDays(40));
        try (Ledger node = ledger(fast, true);
                Ledger right = ledger(Clock.systemUTC(), true)) {
            assertThat(allowed(right, MONTH, 10)).isTrue();

            assertThat(node.operators().purge(fast.instant().minusSeconds(1), OLGA))
                    .isZero();

            assertThat(allowed(right, MONTH, 1)).isFalse();
        }
    }

    private static boolean allowed(Ledger node, QuotaPolicy policy, long cost) {
        return node.consume(List.of(new QuotaCharge(KEY, policy, cost))).allowed();
    }

    private Ledger ledger(Clock clock, boolean systemClock) {
        return new Ledger(
                new LedgerSettings(clock, systemClock, 4, Duration.ofSeconds(10), false, "none"),
                TestContainer.of(transaction));
    }
}
