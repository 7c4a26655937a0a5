// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.RetentionSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * A year of a {@code minute} quota. 10,000 keys close 10,000 windows in a minute; a busy node takes 300 steps in it at
 * least, each of 256 windows. Here 20 keys are used in one minute of each 6 hours (with {@code -Pproof} of each 20
 * minutes), and one step is taken for their 20 windows.
 */
class YearOfMinutesTest {

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final int DAYS = 365;
    private static final int KEYS = 20;
    private static final int STRANGERS_A_DAY = 5;
    private static final int ROUNDS_A_DAY = Effort.of(4, 72);
    private static final QuotaPolicy MINUTE =
            QuotaPolicy.of(10, QuotaPeriod.MINUTE).withZone(ZoneOffset.UTC);
    private static final QuotaPolicy ONCE =
            QuotaPolicy.of(QuotaPolicy.MAX_UNITS, QuotaPeriod.ONCE).withZone(ZoneOffset.UTC);
    private static final RetentionSettings KEEPS = new RetentionSettings(
            Optional.of(Period.ofDays(30)),
            Optional.empty(),
            Optional.of(Period.ofDays(30)),
            Optional.of(Period.ofDays(60)));

    private final TestClock clock = new TestClock();
    private TestDatabase database;
    private TestContainer container;
    private Ledger ledger;
    private Retention retention;

    @BeforeEach
    void begin() {
        database = TestDatabase.withTables(Effort.of(0, 1) == 0 ? Database.H2 : Database.POSTGRESQL, 12);
        container = TestContainer.on(database).beans(LedgerBeans.class).start();
        NewTransaction transaction = container.select(NewTransaction.class);
        LedgerSettings settings = new LedgerSettings(
                clock,
                false,
                4,
                Duration.ofSeconds(10),
                1000,
                new TableSettings(false, "none", AccountIds.UNNAMED, KEEPS),
                ZoneOffset.UTC);
        ledger = new Ledger(settings, TestContainer.of(transaction));
        retention = new Retention(
                new DatabaseGate(TestContainer.of(transaction), settings, ended -> {}), settings, ended -> {});
    }

    @AfterEach
    void end() {
        ledger.close();
        container.close();
        database.close();
    }

    @Test
    void tablesStayBoundedAndNoUnitIsLost() {
        clock.set(START);
        for (int day = 0; day < DAYS; day++) {
            for (int round = 0; round < ROUNDS_A_DAY; round++) {
                useAllKeys();
                clock.move(Duration.ofDays(1).dividedBy(ROUNDS_A_DAY));
                retention.step();
            }
            meetStrangers(day);
            if (day % 30 == 29) {
                assertBounded();
            }
        }
        assertBounded();
        assertThat(database.number("select sum(used) from ration_account where period = 'once'"))
                .isEqualTo((long) DAYS * ROUNDS_A_DAY * KEYS);
    }

    private void useAllKeys() {
        CompletableFuture<?>[] all = IntStream.range(0, KEYS)
                .mapToObj(key ->
                        List.of(new QuotaCharge("user:" + key, MINUTE, 1), new QuotaCharge("user:" + key, ONCE, 1)))
                .map(charges -> ledger.consumeAsync(charges).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(all).allMatch(decision -> ((QuotaDecision) decision.join()).allowed());
    }

    /** Addresses that come once; and an act that the audit keeps. */
    private void meetStrangers(int day) {
        for (int stranger = 0; stranger < STRANGERS_A_DAY; stranger++) {
            String key = "ip:10.0." + day + "." + stranger;
            ledger.consume(List.of(new QuotaCharge(key, MINUTE, 1)));
            assertThat(ledger.reset(key, MINUTE)).isTrue();
        }
    }

    /** A day more than is kept, as the steps of a day may be behind. */
    private void assertBounded() {
        assertThat(database.number("select count(*) from ration_closed_window"))
                .isBetween(1L, 31L * (ROUNDS_A_DAY * KEYS + STRANGERS_A_DAY) + STRANGERS_A_DAY * 60L);
        assertThat(database.number("select count(*) from ration_account"))
                .isBetween(2L * KEYS, 2L * KEYS + 62L * STRANGERS_A_DAY);
        assertThat(database.number("select count(*) from ration_audit")).isLessThanOrEqualTo(32L * STRANGERS_A_DAY);
    }

    @Test
    void aBusyNodeTakesStepsEnoughForTenThousandKeys() {
        long stepsInAMinute = Duration.ofMinutes(1).dividedBy(Retention.BUSY.multipliedBy(2));

        assertThat(stepsInAMinute * Sweep.ROWS).isGreaterThan(3 * 10_000);
    }
}
