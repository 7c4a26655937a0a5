// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.container.CommitStatus;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.Database;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** A node that gets far more charges at once than it can carry out. */
@Timeout(300)
class OutstandingTest {

    private static final int WAITING = 100_000;
    private static final int MORE = 10_000;
    private static final int KEYS = 20_000;
    private static final int CONNECTIONS = 10;

    private final QuotaPolicy policy = QuotaPolicy.of(3, QuotaPeriod.MONTH).withZone(ZoneOffset.UTC);
    private final CountDownLatch open = new CountDownLatch(1);

    /** The database is a process of its own, so that the heap is the node's. */
    @Test
    void aHundredThousandStayUnderTwoHundredMegabytesAndAreAllAnswered() {
        try (TestDatabase database = TestDatabase.withTables(Database.POSTGRESQL, CONNECTIONS + 2);
                TestContainer container =
                        TestContainer.on(database).beans(LedgerBeans.class).start()) {
            Ledger ledger =
                    new Ledger(settings(), TestContainer.of(new Opened(container.select(NewTransaction.class))));
            long before = usedHeap();

            List<CompletableFuture<QuotaDecision>> decisions = new ArrayList<>();
            for (int number = 0; number < WAITING + MORE; number++) {
                QuotaCharge charge = new QuotaCharge("user:" + number % KEYS, policy, 1);
                decisions.add(ledger.consumeAsync(List.of(charge)).toCompletableFuture());
            }
            assertThat(usedHeap() - before).isLessThan(200L << 20);
            long turnedAway = decisions.stream()
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .count();
            assertThat(turnedAway).isBetween(1L, (long) MORE);
            open.countDown();

            long granted = decisions.stream().filter(OutstandingTest::isGranted).count();
            assertThat(database.number("select sum(used) from ration_account"))
                    .isEqualTo(granted)
                    .isEqualTo(3 * KEYS);
            ledger.close();
        }
    }

    private LedgerSettings settings() {
        return new LedgerSettings(
                Clock.systemUTC(),
                true,
                CONNECTIONS,
                Duration.ofSeconds(120),
                WAITING,
                new TableSettings(false, "none", AccountIds.UNNAMED),
                ZoneOffset.UTC);
    }

    /** Whether it was granted; else it was refused, or turned away. */
    private static boolean isGranted(CompletableFuture<QuotaDecision> decision) {
        return decision.handle((answer, fault) -> {
                    assertThat(fault == null || fault instanceof QuotaStoreException told && !told.outcomeUnknown())
                            .isTrue();
                    return fault == null && answer.allowed();
                })
                .orTimeout(200, TimeUnit.SECONDS)
                .join();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Transactions that begin once all have come. */
    private final class Opened extends NewTransaction {

        private final NewTransaction real;

        private Opened(NewTransaction real) {
            this.real = real;
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            assertThatCode(open::await).doesNotThrowAnyException();
            return real.run(work);
        }
    }
}
