// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.AccountIds;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Never one unit over the limit, never one unit lost: many threads, and the counters in the database. */
abstract class LedgerRaceContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(1000, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy DAY = QuotaPolicy.of(300, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void grantsOfANewKeyAreTheLimitExactly() throws InterruptedException {
        List<QuotaDecision> decisions = Race.run(64, 2000, number -> consume(charge("race:new", MONTH)));

        assertThat(granted(decisions)).isEqualTo(1000);
        assertThat(counter("race:new", "month")).isEqualTo(1000);
    }

    @Test
    void everyGrantShowsAnotherCount() throws InterruptedException {
        List<QuotaDecision> decisions = Race.run(16, 200, number -> consume(charge("race:counts", MONTH)));

        assertThat(decisions)
                .extracting(decision -> decision.usage().used())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 200).mapToObj(Long::valueOf).toList());
    }

    @Test
    void pairsTakeBothOrNeither() throws InterruptedException {
        List<QuotaDecision> decisions = Race.run(
                32,
                600,
                number -> number % 2 == 0
                        ? consume(charge("race:pair", DAY), charge("race:pair", MONTH))
                        : consume(charge("race:pair", MONTH), charge("race:pair", DAY)));

        assertThat(granted(decisions)).isEqualTo(300);
        assertThat(counter("race:pair", "day")).isEqualTo(300);
        assertThat(counter("race:pair", "month")).isEqualTo(300);
    }

    /** Two nodes, so that the database's locks decide, and no queue of one node. */
    @Test
    void overlappingSetsInAnyOrderNeverDeadlock() throws InterruptedException {
        Ledger other = new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction));
        int deadlocksBefore = database.deadlocks();

        List<QuotaDecision> decisions = Race.run(
                32, 1500, number -> (number % 2 == 0 ? ledger : other).consume(shuffledSet(new Random(number))));

        assertThat(decisions).allMatch(QuotaDecision::allowed);
        assertThat(database.number("select sum(used) from ration_account where quota_key like 'set:%'"))
                .isEqualTo(decisions.stream()
                        .mapToLong(decision -> decision.usages().size())
                        .sum());
        assertThat(database.deadlocks()).isEqualTo(deadlocksBefore);
    }

    @Test
    void oneWindowIsClosedOnceWhileManyCharge() throws InterruptedException {
        Race.run(16, 100, number -> consume(charge("race:window", DAY)));
        clock.set("2026-03-11T00:00:00Z");

        List<QuotaDecision> decisions = Race.run(32, 400, number -> consume(charge("race:window", DAY)));

        assertThat(granted(decisions)).isEqualTo(300);
        assertThat(counter("race:window", "day")).isEqualTo(300);
        assertThat(database.number(
                        "select sum(used) from ration_closed_window where account_id = ?", id("race:window", DAY)))
                .isEqualTo(100);
    }

    @Test
    void unitsAreNeitherLostNorMadeWhileOthersReset() throws InterruptedException {
        QuotaPolicy huge = MONTH.withLimit(1_000_000);

        List<Long> counts = Race.run(
                16,
                300,
                number -> number % 50 == 49
                        ? (ledger.reset("race:reset", huge) ? 0L : 0L)
                        : consume(charge("race:reset", huge)).usage().used());

        assertThat(counter("race:reset", "month")).isLessThanOrEqualTo(Collections.max(counts));
    }

    private static List<QuotaCharge> shuffledSet(Random random) {
        List<Integer> keys = IntStream.range(0, 12).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(keys, random);
        QuotaPolicy wide = MONTH.withLimit(1_000_000);
        return keys.subList(0, 2 + random.nextInt(4)).stream()
                .map(key -> charge("set:" + key, wide))
                .toList();
    }

    private static QuotaCharge charge(String key, QuotaPolicy policy) {
        return new QuotaCharge(key, policy, 1);
    }

    private static String id(String key, QuotaPolicy policy) {
        return AccountIds.UNNAMED.account(key, policy);
    }

    private static long granted(List<QuotaDecision> decisions) {
        return decisions.stream().filter(QuotaDecision::allowed).count();
    }

    private QuotaDecision consume(QuotaCharge... charges) {
        return ledger.consume(List.of(charges));
    }

    private long counter(String key, String period) {
        return database.number("select used from ration_account where quota_key = ? and period = ?", key, period);
    }
}
