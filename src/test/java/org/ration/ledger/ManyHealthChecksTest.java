// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ration.container.CommitStatus;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.Database;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Readiness is asked for by anybody, as often as they like. */
@Timeout(120)
class ManyHealthChecksTest {

    private static final int MANY = 50;

    private final AtomicInteger transactions = new AtomicInteger();
    private volatile CountDownLatch open = new CountDownLatch(0);

    @Test
    void shareTheirLooksAtTheDatabase() throws Exception {
        try (TestDatabase database = TestDatabase.withTables(Database.H2, 4);
                TestContainer container =
                        TestContainer.on(database).beans(LedgerBeans.class).start()) {
            Ledger ledger =
                    new Ledger(settings(), TestContainer.of(new Counted(container.select(NewTransaction.class))));
            ledger.start();
            transactions.set(0);
            assertThat(ledger.problems()).isEmpty();
            int ofOneLook = transactions.getAndSet(0);
            open = new CountDownLatch(1);
            Callable<List<String>> look = ledger::problems;
            List<FutureTask<List<String>>> looks =
                    Stream.generate(() -> new FutureTask<>(look)).limit(MANY).toList();
            List<Thread> callers = looks.stream().map(Thread::new).toList();
            callers.forEach(Thread::start);
            await().until(() -> transactions.get() == 1
                    && callers.stream().allMatch(caller -> caller.getState() == Thread.State.TIMED_WAITING));

            open.countDown();

            for (FutureTask<List<String>> one : looks) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEmpty();
            }
            assertThat(transactions)
                    .as("the first look, and that of all others")
                    .hasValue(2 * ofOneLook);
            ledger.close();
        }
    }

    private static LedgerSettings settings() {
        return new LedgerSettings(
                Clock.systemUTC(),
                true,
                2,
                Duration.ofSeconds(60),
                1_000,
                new TableSettings(false, "none", AccountIds.UNNAMED),
                ZoneOffset.UTC);
    }

    /** Transactions that are counted, and begin when they may. */
    private final class Counted extends NewTransaction {

        private final NewTransaction real;

        private Counted(NewTransaction real) {
            this.real = real;
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            transactions.incrementAndGet();
            assertThatCode(open::await).doesNotThrowAnyException();
            return real.run(work);
        }
    }
}
