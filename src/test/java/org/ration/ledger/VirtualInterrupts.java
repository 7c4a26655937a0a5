// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.container.NewTransaction;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.Database;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;
import org.ration.testing.VirtualThreads;

/**
 * Virtual threads that charge a PostgreSQL database, every second of which is interrupted again and again. An interrupt
 * closes the socket in which a virtual thread waits.
 */
final class VirtualInterrupts {

    private static final int CALLERS = 100;
    private static final int CHARGES = 20;
    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(1_000_000, QuotaPeriod.MONTH).withZone(ZoneOffset.UTC);

    private final Ledger ledger;
    private final AtomicInteger charged = new AtomicInteger();
    private final AtomicInteger withdrawn = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger strangersFailed = new AtomicInteger();

    private VirtualInterrupts(Ledger ledger) {
        this.ledger = ledger;
    }

    public static void main(String[] arguments) throws Exception {
        try (TestDatabase database = TestDatabase.at(Database.POSTGRESQL, arguments[0], 8);
                TestContainer container =
                        TestContainer.on(database).beans(LedgerBeans.class).start()) {
            TestClock clock = container.select(TestClock.class);
            try (Ledger ledger = new Ledger(
                    new LedgerSettings(clock, false, 1, Duration.ofSeconds(60), true, "none"),
                    TestContainer.of(container.select(NewTransaction.class)))) {
                ledger.start();
                VirtualInterrupts callers = new VirtualInterrupts(ledger);
                callers.run();
                long counted = database.number("select sum(used) from ration_account");
                System.out.println("counted - charged = " + (counted - callers.charged.get()));
                System.out.println(callers);
            }
        }
    }

    private void run() throws Exception {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            callers.add(VirtualThreads.start(() -> charge(number)));
        }
        Random random = new Random(1);
        while (callers.stream().anyMatch(Thread::isAlive)) {
            callers.get(random.nextInt(CALLERS / 2) * 2).interrupt();
            callers.get(1).join(1);
        }
    }

    private void charge(int number) {
        for (int i = 0; i < CHARGES; i++) {
            try {
                ledger.consume(List.of(new QuotaCharge("user:" + number / 4, MONTH, 1)));
                charged.incrementAndGet();
            } catch (QuotaStoreException fault) {
                boolean stranger = number % 2 == 1;
                (stranger ? strangersFailed : fault.outcomeUnknown() ? unknown : withdrawn).incrementAndGet();
            }
            Thread.interrupted();
        }
    }

    @Override
    public String toString() {
        return "strangers failed: " + strangersFailed + "\nunknown: " + unknown + "\nsomebody withdrawn: "
                + (withdrawn.get() > 0) + "\nall answered: "
                + (charged.get() + withdrawn.get() + unknown.get() + strangersFailed.get() == CALLERS * CHARGES);
    }
}
