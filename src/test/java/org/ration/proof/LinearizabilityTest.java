// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.proof.Recorded.Answer;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.OnDatabase;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Calls of many threads, on two nodes, are answered as if they had come one after the other. */
@OnDatabase(value = Database.POSTGRESQL, beans = ProofBeans.class)
class LinearizabilityTest {

    private static final int THREADS = 12;
    private static final int CALLS = 150;

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void theAnswersFitOneOrder() throws InterruptedException {
        for (int seed = 0; seed < Effort.of(15, 1000); seed++) {
            List<Recorded> history = recorded(seed);

            assertThat(Linearizability.holds(history))
                    .as("seed %d: %s", seed, history)
                    .isTrue();
            assertThat(counters("lin:" + seed)).isEqualTo(allowed(history));
        }
    }

    @Test
    void answersThatAreLostFitWhetherTheyChargedOrNot() throws InterruptedException {
        for (int seed = 0; seed < Effort.of(5, 200); seed++) {
            List<Recorded> history = recorded(seed + 1_000_000, 10);

            assertThat(history).extracting(Recorded::answer).contains(Answer.UNKNOWN);
            assertThat(Linearizability.holds(history))
                    .as("seed %d: %s", seed, history)
                    .isTrue();
        }
    }

    /** Some wait for their answers and are interrupted, and some are handed theirs. */
    @Test
    void answersFitOneOrderWhileCallersAreInterrupted() throws InterruptedException {
        for (int seed = 3_000_000; seed < 3_000_000 + Effort.of(8, 400); seed++) {
            List<Recorded> history;
            try (Interrupts interrupts = new Interrupts(seed)) {
                history = recorded(seed, 0, (to, charges) -> interrupts.exposed(() -> to.consume(charges)));
            }

            assertThat(history).extracting(Recorded::answer).doesNotContain(Answer.UNKNOWN);
            assertThat(Linearizability.holds(history))
                    .as("seed %d: %s", seed, history)
                    .isTrue();
            assertThat(counters("lin:" + seed)).isEqualTo(allowed(history));
        }
    }

    @Test
    void doctoredHistoriesAreRejected() throws InterruptedException {
        Random random = new Random(7);
        for (int seed = 2_000_000; seed < 2_000_000 + Effort.of(3, 50); seed++) {
            List<Recorded> history = recorded(seed);
            assertThat(Linearizability.holds(history)).isTrue();
            int allowed = any(history, Answer.ALLOWED, random);
            int other = any(history, Answer.ALLOWED, random);

            assertThat(Linearizability.holds(with(history, allowed, twice(history.get(allowed)))))
                    .as("a lost update: two calls are told the same count")
                    .isFalse();
            assertThat(Linearizability.holds(with(history, allowed, refused(history.get(allowed)))))
                    .as("one that was counted is told it was refused")
                    .isFalse();
            assertThat(Linearizability.holds(with(history, other, moved(history, other))))
                    .as("an early answer: it ended before the calls that it has seen began")
                    .isFalse();
        }
    }

    @Test
    void smallHistoriesAreJudgedByHand() {
        Recorded first = call(0, 10, Answer.ALLOWED, 1);
        Recorded second = call(5, 15, Answer.ALLOWED, 2);

        assertThat(Linearizability.holds(List.of(first, second))).isTrue();
        assertThat(Linearizability.holds(List.of(call(0, 10, Answer.ALLOWED, 2), call(5, 15, Answer.ALLOWED, 1))))
                .isTrue();
        assertThat(Linearizability.holds(List.of(call(0, 4, Answer.ALLOWED, 2), call(5, 15, Answer.ALLOWED, 1))))
                .isFalse();
        assertThat(Linearizability.holds(List.of(first, call(5, 15, Answer.ALLOWED, 1))))
                .isFalse();
        assertThat(Linearizability.holds(List.of(first, call(5, 15, Answer.REFUSED, 1))))
                .isFalse();
        assertThat(Linearizability.holds(List.of(first, second, call(16, 17, Answer.REFUSED, 2))))
                .isTrue();
        assertThat(Linearizability.holds(List.of(first, second, call(16, 17, Answer.ALLOWED, 3))))
                .as("above the limit of 2")
                .isFalse();
    }

    private static Recorded call(long from, long to, Answer answer, long used) {
        return new Recorded(from, to, Map.of("a", 1L), Map.of("a", 2L), answer, Map.of("a", used));
    }

    private List<Recorded> recorded(int seed) throws InterruptedException {
        return recorded(seed, 0);
    }

    private List<Recorded> recorded(int seed, int lost) throws InterruptedException {
        return recorded(seed, lost, Ledger::consume);
    }

    /** Every so-manieth commit has its answer lost, if not 0. */
    private List<Recorded> recorded(int seed, int lost, BiFunction<Ledger, List<QuotaCharge>, QuotaDecision> parked)
            throws InterruptedException {
        Ledger other = new Ledger(ProofBeans.settings(clock), TestContainer.of(transaction));
        return Race.run(THREADS, CALLS, number -> {
            if (lost > 0 && number % lost == lost - 1) {
                database.wire().loseNextAnswer();
            }
            return record(
                    number % 2 == 0 ? ledger : other,
                    charges(seed, new Random(seed * 1000L + number)),
                    number % 3 == 0 ? LinearizabilityTest::received : parked);
        });
    }

    private static QuotaDecision received(Ledger ledger, List<QuotaCharge> charges) {
        try {
            return ledger.consumeAsync(charges).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw (QuotaStoreException) failed.getCause();
        }
    }

    private static Recorded record(
            Ledger ledger, List<QuotaCharge> charges, BiFunction<Ledger, List<QuotaCharge>, QuotaDecision> consume) {
        Map<String, Long> costs = byKey(charges, QuotaCharge::cost);
        Map<String, Long> limits = byKey(charges, charge -> charge.policy().limit());
        long invoked = System.nanoTime();
        try {
            QuotaDecision decision = consume.apply(ledger, charges);
            long returned = System.nanoTime();
            Map<String, Long> used =
                    decision.usages().stream().collect(Collectors.toMap(QuotaUsage::key, QuotaUsage::used));
            return new Recorded(
                    invoked, returned, costs, limits, decision.allowed() ? Answer.ALLOWED : Answer.REFUSED, used);
        } catch (QuotaStoreException fault) {
            Answer answer = fault.outcomeUnknown() ? Answer.UNKNOWN : Answer.NOT_CHARGED;
            return new Recorded(invoked, Long.MAX_VALUE, costs, limits, answer, Map.of());
        }
    }

    private static Map<String, Long> byKey(List<QuotaCharge> charges, Function<QuotaCharge, Long> value) {
        return charges.stream().collect(Collectors.toMap(QuotaCharge::key, value));
    }

    /** One to three of four accounts, for which callers have different limits. */
    private static List<QuotaCharge> charges(int seed, Random random) {
        List<Integer> accounts = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(accounts, random);
        return accounts.stream()
                .limit(random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(2))
                .map(account -> new QuotaCharge(
                        "lin:" + seed + ":" + account,
                        QuotaPolicy.of(40 + random.nextInt(3) * 5, QuotaPeriod.MONTH)
                                .withZone(ZoneId.of("UTC")),
                        1 + random.nextInt(3)))
                .toList();
    }

    private static Map<String, Long> allowed(List<Recorded> history) {
        return history.stream()
                .filter(call -> call.answer() == Answer.ALLOWED)
                .flatMap(call -> call.costs().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    private Map<String, Long> counters(String keys) {
        return IntStream.range(0, 4)
                .mapToObj(account -> keys + ":" + account)
                .filter(key -> counter(key) > 0)
                .collect(Collectors.toMap(Function.identity(), this::counter));
    }

    private long counter(String key) {
        return database.number("select used from ration_account where quota_key = ?", key);
    }

    private static int any(List<Recorded> history, Answer answer, Random random) {
        List<Integer> some = IntStream.range(0, history.size())
                .filter(call -> history.get(call).answer() == answer)
                .boxed()
                .toList();
        return some.get(random.nextInt(some.size()));
    }

    private static List<Recorded> with(List<Recorded> history, int at, Recorded... others) {
        return Stream.of(history.subList(0, at), List.of(others), history.subList(at + 1, history.size()))
                .flatMap(List::stream)
                .toList();
    }

    private static Recorded[] twice(Recorded call) {
        return new Recorded[] {call, call};
    }

    private static Recorded refused(Recorded call) {
        return new Recorded(call.invoked(), call.returned(), call.costs(), call.limits(), Answer.REFUSED, call.used());
    }

    /**
     * As if it had been answered before all others began; if it was the first indeed, it saw units that it did not
     * take.
     */
    private static Recorded moved(List<Recorded> history, int at) {
        Recorded call = history.get(at);
        long begin = history.stream().mapToLong(Recorded::invoked).min().orElseThrow();
        Map<String, Long> seen = call.used().equals(call.costs())
                ? call.used().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, used -> used.getValue() + 1))
                : call.used();
        return new Recorded(begin - 2, begin - 1, call.costs(), call.limits(), call.answer(), seen);
    }
}
