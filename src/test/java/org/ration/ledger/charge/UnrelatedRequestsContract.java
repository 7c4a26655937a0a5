// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** A failure of one account does not affect unrelated requests. The pool has two connections, and charging uses one. */
abstract class UnrelatedRequestsContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(1_000_000, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));

    /** Far above twice H2's own wait for locks, which is 2 s: it cannot leave out what others have locked. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LONG = Duration.ofMinutes(2);

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void fiftyCallersGetAlongWithOneConnection() throws InterruptedException {
        Ledger ledger = ledger(1, LONG);

        List<QuotaDecision> decisions = Race.run(50, 1000, number -> charge(ledger, "many:" + number % 10));

        assertThat(decisions).allMatch(QuotaDecision::allowed);
        assertThat(used("many:%")).isEqualTo(1000);
    }

    @Test
    void aPoisonedRowFailsAlone() throws InterruptedException {
        Ledger ledger = ledger(2, LONG);
        charge(ledger, "poison:bad");
        database.execute(
                "alter table ration_account add constraint poison check (quota_key <> 'poison:bad' or used <= 1)");

        List<Boolean> charged = Race.run(
                24,
                600,
                number -> number % 6 == 0
                        ? catchThrowableOfType(QuotaStoreException.class, () -> charge(ledger, "poison:bad")) == null
                        : charge(ledger, "poison:good" + number % 6).allowed());

        assertThat(charged.stream().filter(ok -> !ok)).hasSize(100);
        assertThat(used("poison:bad")).isEqualTo(1);
        assertThat(used("poison:good%")).isEqualTo(500);
        database.execute("alter table ration_account drop constraint poison");
        assertThat(charge(ledger, "poison:bad").allowed()).isTrue();
    }

    @Test
    void aRowLockedFromOutsideDelaysNobodyElse() throws Exception {
        Ledger ledger = ledger(2, TIMEOUT);
        charge(ledger, "locked:bad");
        Race.run(1, 8, number -> charge(ledger, "locked:good" + number));
        ExecutorService victims = Executors.newFixedThreadPool(4);

        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            statement.execute("select * from ration_account where quota_key = 'locked:bad' for update");
            CountDownLatch over = new CountDownLatch(4);
            List<Future<QuotaStoreException>> faults = List.of(
                    victims.submit(() -> fault(ledger, over)),
                    victims.submit(() -> fault(ledger, over)),
                    victims.submit(() -> fault(ledger, over)),
                    victims.submit(() -> fault(ledger, over)));
            long others = 0;
            long longest = 0;
            while (others < 100 || over.getCount() > 0) {
                long start = System.nanoTime();
                List<QuotaDecision> decisions = Race.run(8, 40, number -> charge(ledger, "locked:good" + number % 8));
                longest = Math.max(longest, System.nanoTime() - start);
                assertThat(decisions).allMatch(QuotaDecision::allowed);
                others += decisions.size();
            }

            assertThat(Duration.ofNanos(longest)).isLessThan(TIMEOUT);
            for (Future<QuotaStoreException> fault : faults) {
                assertThat(fault.get(1, TimeUnit.SECONDS).outcomeUnknown()).isFalse();
            }
            outsider.rollback();
            assertThat(used("locked:good%")).isEqualTo(8 + others);
        }
        victims.shutdown();
        assertThat(used("locked:bad")).isEqualTo(1);
        assertThat(charge(ledger, "locked:bad").allowed()).isTrue();
    }

    private QuotaStoreException fault(Ledger ledger, CountDownLatch over) {
        try {
            return catchThrowableOfType(QuotaStoreException.class, () -> charge(ledger, "locked:bad"));
        } finally {
            over.countDown();
        }
    }

    private Ledger ledger(int connections, Duration timeout) {
        return new Ledger(
                new LedgerSettings(clock, false, connections, timeout, false, "none"), TestContainer.of(transaction));
    }

    private static QuotaDecision charge(Ledger ledger, String key) {
        return ledger.consume(List.of(new QuotaCharge(key, MONTH, 1)));
    }

    private long used(String keys) {
        return database.number("select sum(used) from ration_account where quota_key like ?", keys);
    }
}
