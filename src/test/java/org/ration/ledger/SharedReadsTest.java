// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ration.QuotaStoreException;
import org.ration.testing.Race;

/** Reads that many ask for, and of which one at a time is made. */
@Timeout(60)
class SharedReadsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> made = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore permits = new Semaphore(0);
    private final SharedReads<String, String> reads = new SharedReads<>(8, LONG, this::read);

    private String read(String what) {
        made.add(what);
        try {
            permits.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw QuotaStoreException.notCharged("interrupted", interrupted);
        }
        if (what.equals("down")) {
            throw QuotaStoreException.notCharged("the database is down", null);
        }
        if (what.equals("broken")) {
            throw new IllegalStateException("a defect");
        }
        return what + made.size();
    }

    @Test
    void oneReadIsMadeAtATime() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        SharedReads<Integer, Integer> counted = new SharedReads<>(100, LONG, number -> {
            int together = now.incrementAndGet();
            Thread.onSpinWait();
            now.decrementAndGet();
            return together;
        });

        assertThat(Race.run(16, 2_000, counted::get)).containsOnly(1);
    }

    @Test
    void whoWaitsForTheSameSharesARead() throws Exception {
        Asker first = reading("a");
        List<Asker> others = List.of(waiting("b"), waiting("b"), waiting("b"), waiting("c"));

        permits.release(8);

        assertThat(first.answer()).isEqualTo("a1");
        assertThat(others.get(0).answer()).isEqualTo("b2");
        assertThat(others.get(1).answer()).isEqualTo("b2");
        assertThat(others.get(2).answer()).isEqualTo("b2");
        assertThat(others.get(3).answer()).isEqualTo("c3");
        assertThat(made).containsExactly("a", "b", "c");
    }

    @Test
    void aReadThatHasBegunIsNotSharedWithThoseWhoComeLater() throws Exception {
        Asker first = reading("a");
        Asker later = waiting("a");

        permits.release(2);

        assertThat(first.answer()).isEqualTo("a1");
        assertThat(later.answer()).isEqualTo("a2");
    }

    @Test
    void moreThanAFewAreTurnedAway() throws Exception {
        reading("a");
        for (int i = 0; i < 7; i++) {
            waiting("b");
        }

        assertThatThrownBy(() -> reads.get("b"))
                .isInstanceOfSatisfying(QuotaStoreException.class, busy -> {
                    assertThat(busy.getResponse().getStatus()).isEqualTo(503);
                    assertThat(busy.getResponse().getHeaderString("Retry-After"))
                            .isEqualTo("5");
                })
                .hasMessageContaining("too many callers ask the database at once");

        permits.release(8);
        await().until(() -> reads.callers() == 0);
        assertThat(reads.get("c")).isEqualTo("c3");
    }

    @Test
    void whoWaitsTooLongIsTurnedAway() throws Exception {
        SharedReads<String, String> hasty = new SharedReads<>(8, Duration.ofMillis(50), this::read);
        FutureTask<String> first = new FutureTask<>(() -> hasty.get("a"));
        new Thread(first).start();
        await().until(() -> made.size() == 1);

        assertThatThrownBy(() -> hasty.get("b"))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("for PT0.05S");

        permits.release(2);
        assertThat(first.get()).isEqualTo("a1");
        assertThat(hasty.get("b")).isEqualTo("b2");
    }

    @Test
    void aFaultOfTheDatabaseIsThatOfAllWhoWaitForIt() throws Exception {
        reading("a");
        List<Asker> askers = List.of(waiting("down"), waiting("down"));

        permits.release(2);

        for (Asker asker : askers) {
            assertThat(asker.answer()).isEqualTo("the database is down");
        }
        assertThat(made).containsExactly("a", "down");
    }

    @Test
    void anInterruptWhileOneWaitsReachesNoOther() throws Exception {
        reading("a");
        Asker one = waiting("b");
        Asker other = waiting("b");

        one.thread.interrupt();

        assertThat(one.answer()).contains("interrupted");
        permits.release(2);
        assertThat(other.answer()).isEqualTo("b2");
    }

    @Test
    void anInterruptWhileOneReadsReachesNoOther() throws Exception {
        Asker before = reading("a");
        Asker one = waiting("b");
        Asker other = waiting("b");
        permits.release();
        assertThat(before.answer()).isEqualTo("a1");
        await().until(() -> made.size() == 2);
        Asker reader = isReading(one) ? one : other;
        Asker follower = reader == one ? other : one;

        reader.thread.interrupt();

        assertThat(reader.answer()).contains("interrupted");
        permits.release();
        assertThat(follower.answer()).isEqualTo("b3");
    }

    private static boolean isReading(Asker asker) {
        return List.of(asker.thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getMethodName().equals("make"));
    }

    @Test
    void aDefectOfOneReadReachesNoOther() throws Exception {
        reading("a");
        List<Asker> askers = List.of(waiting("broken"), waiting("broken"));

        permits.release(3);

        for (Asker asker : askers) {
            assertThat(asker.answer()).isEqualTo("a defect");
        }
        assertThat(made).as("each has its own").containsExactly("a", "broken", "broken");
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotRead() throws Exception {
        reading("a");
        Asker gone = waiting("b");
        Asker next = waiting("c");
        gone.thread.interrupt();
        assertThat(gone.answer()).contains("interrupted");

        permits.release(2);

        assertThat(next.answer()).isEqualTo("c2");
        assertThat(made).containsExactly("a", "c");
    }

    /** A caller whose read has begun. */
    private Asker reading(String what) {
        int before = made.size();
        Asker asker = new Asker(what);
        await().until(() -> made.size() > before);
        return asker;
    }

    /** A caller that waits for its turn. */
    private Asker waiting(String what) {
        int before = reads.callers();
        Asker asker = new Asker(what);
        await().until(() -> reads.callers() > before);
        return asker;
    }

    private final class Asker {

        private final FutureTask<String> task;
        private final Thread thread;

        private Asker(String what) {
            task = new FutureTask<>(() -> reads.get(what));
            thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        /** The answer, or the message of the exception. */
        private String answer() throws Exception {
            try {
                return task.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                return failed.getCause().getMessage();
            }
        }
    }
}
