// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.ration.QuotaCharge;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.ledger.Ledger;
import org.ration.testing.TestDatabase;

/**
 * Threads that charge one unit of a day and a month together, with and without an id, and by holds, all the while,
 * whatever happens, interrupts at random included; and what they were told. After it the counters must lie between what
 * was acknowledged, and that plus what is unknown, and what is reserved be the sum of the open holds.
 */
final class Load {

    static final long LIMIT = 100_000;

    private static final Duration LASTS = Duration.ofMinutes(1);

    private static final String NOT_HELD =
            "select count(*) from ration_account a where a.quota_key = ? and a.reserved <>"
                    + " (select coalesce(sum(r.units), 0) from ration_receipt r where r.account_id = a.id"
                    + " and r.state = 'HELD' and r.window_start = a.period_start)";

    private static final QuotaPolicy DAY =
            QuotaPolicy.of(LIMIT, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Ledger ledger;
    private final String key;
    private final Interrupts interrupts = new Interrupts(7);
    private volatile boolean stopped;

    Load(Ledger ledger, String key, int threads) {
        this.ledger = ledger;
        this.key = key;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::charge, "load " + i);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, defect) -> defects.add(defect));
            this.threads.add(thread);
            thread.start();
        }
    }

    static List<QuotaCharge> charges(String key) {
        return List.of(
                new QuotaCharge(key, DAY, 1),
                new QuotaCharge(key, QuotaPolicy.of(LIMIT, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC")), 1));
    }

    /** Charges, in turn without an id, with one, and by a hold that is settled; answers whether the units count. */
    static boolean charge(Ledger ledger, List<QuotaCharge> charges, int turn) {
        return switch (turn % 3) {
            case 0 -> ledger.consume(charges).allowed();
            case 1 -> ledger.consume(charges, UUID.randomUUID().toString()).allowed();
            default -> heldAndSettled(ledger, charges);
        };
    }

    private static boolean heldAndSettled(Ledger ledger, List<QuotaCharge> charges) {
        QuotaHold hold = ledger.reserve(charges, LASTS);
        if (hold.allowed()) {
            hold.settle();
        }
        return hold.allowed();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long unknown() {
        return unknown.get();
    }

    long failed() {
        return failed.get();
    }

    /** Stops, and waits until nobody hangs. */
    void stop() throws InterruptedException {
        stopped = true;
        interrupts.close();
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as("%s hangs", thread).isFalse();
        }
        assertThat(defects).as("nothing but the documented exceptions").isEmpty();
    }

    void assertExact(TestDatabase database) {
        assertExact(database, key, acknowledged.get(), unknown.get());
    }

    static void assertExact(TestDatabase database, String key, long acknowledged, long unknown) {
        long day = counter(database, key, "day");
        assertThat(day)
                .as("counter of %s; acknowledged %d, unknown %d", key, acknowledged, unknown)
                .isBetween(acknowledged, Math.min(LIMIT, acknowledged + unknown));
        assertThat(counter(database, key, "month")).as("both or none").isEqualTo(day);
        assertThat(database.number(NOT_HELD, key))
                .as("accounts whose reserved is not the sum of their open holds")
                .isZero();
    }

    private static long counter(TestDatabase database, String key, String period) {
        return database.number("select used from ration_account where quota_key = ? and period = ?", key, period);
    }

    private void charge() {
        List<QuotaCharge> charges = charges(key);
        for (int turn = 0; !stopped; turn++) {
            int now = turn;
            try {
                if (interrupts.exposed(() -> charge(ledger, charges, now))) {
                    acknowledged.incrementAndGet();
                }
            } catch (QuotaStoreException fault) {
                (fault.outcomeUnknown() ? unknown : failed).incrementAndGet();
            }
        }
    }
}
