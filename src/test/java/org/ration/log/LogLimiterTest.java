// SPDX-License-Identifier: Apache-2.0
package org.ration.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ration.testing.Race;

class LogLimiterTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final LogLimiter limiter = new LogLimiter(nanos::get);
    private final List<String> passed = new ArrayList<>();

    @Test
    void letsTheFirstPassAtOnceAndCountsTheRestOfTheSecond() {
        IntStream.range(0, 4).forEach(time -> pass("month"));
        move(Duration.ofMillis(999));
        pass("month");
        move(Duration.ofMillis(1));
        pass("month");
        move(Duration.ofSeconds(5));
        pass("month");

        assertThat(passed).containsExactly("month 0", "month 4", "month 0");
    }

    @Test
    void letsABurstPassAtOnceAndThenOneInASecond() {
        LogLimiter bursts = new LogLimiter(nanos::get, 3);
        IntStream.range(0, 5).forEach(time -> bursts.each("month", more -> passed.add("burst " + more)));
        move(Duration.ofMillis(1000));
        IntStream.range(0, 2).forEach(time -> bursts.each("month", more -> passed.add("later " + more)));
        move(Duration.ofSeconds(60));
        IntStream.range(0, 4).forEach(time -> bursts.each("month", more -> passed.add("again " + more)));

        assertThat(passed).containsExactly("burst 0", "burst 0", "burst 0", "later 2", "again 1", "again 0", "again 0");
    }

    @Test
    void namesHaveTheirOwnPace() {
        pass("month");
        pass("day");
        pass("month");

        assertThat(passed).containsExactly("month 0", "day 0");
    }

    @Test
    void remembersABoundedNumberOfNames() {
        IntStream.range(0, 5000).forEach(number -> pass("name-" + number));

        assertThat(passed).hasSize(1001);
    }

    @Test
    void countsEachOnceWhereManyThreadsCome() throws InterruptedException {
        AtomicLong lines = new AtomicLong();
        AtomicLong held = new AtomicLong();

        Race.run(16, 10_000, number -> {
            nanos.addAndGet(1_000_000);
            limiter.each("month", more -> {
                lines.incrementAndGet();
                held.addAndGet(more);
            });
            return number;
        });
        move(Duration.ofSeconds(1));
        limiter.each("month", more -> held.addAndGet(more));

        assertThat(lines.get() + held.get()).isEqualTo(10_000);
        assertThat(lines.get()).isBetween(2L, 11L);
    }

    private void pass(String name) {
        limiter.each(name, more -> passed.add(name + " " + more));
    }

    private void move(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
