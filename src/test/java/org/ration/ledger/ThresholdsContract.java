// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.Signature;
import org.ration.container.CommitStatus;
import org.ration.container.NewTransaction;
import org.ration.container.RollbackSignal;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.SettledLine;
import org.ration.ledger.account.ThresholdCrossing;
import org.ration.ledger.account.Thresholds;
import org.ration.ledger.charge.ChargeResult;
import org.ration.ledger.charge.SettleResult;
import org.ration.testing.Effort;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** A threshold is told once in a window, by the charge that reached it, whoever charges and however. */
abstract class ThresholdsContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(1000, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy OTHER = MONTH.withScope("other").withLimit(1_000_000);
    private static final List<Integer> PERCENTS = List.of(50, 80, 100, 150);
    private static final Signature SIGNED = new Signature("ada", "a test");

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    private final Recorder recorder = new Recorder();
    private Ledger one;
    private Ledger two;

    @BeforeEach
    void nodes() {
        one = new Ledger(LedgerBeans.settings(clock), TestContainer.of(transaction), recorder);
        two = new Ledger(LedgerBeans.settings(clock), TestContainer.of(transaction), recorder);
    }

    @Test
    void manyThreadsOnTwoNodesCrossEachThresholdOnce() throws InterruptedException {
        Race.run(64, 2000, number -> node(number).consume(List.of(new QuotaCharge("cross:single", MONTH, 1))));

        assertThat(recorder.crossings("cross:single"))
                .containsExactlyInAnyOrder(new Told("month", 80, 800, 1000), new Told("month", 100, 1000, 1000));
        assertThat(used("cross:single")).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "30d", "hour", "5h", "90min", "once"})
    void aThresholdIsToldAgainOnceARaiseOrARestartHasOpenedTheWay(String period) {
        clock.set(TestClock.START);
        String key = "cross:raised";
        QuotaPolicy policy = QuotaPolicy.of(1000, QuotaPeriod.parse(period)).withZone(ZoneId.of("UTC"));
        charge(key, policy, 1000);
        AccountRef account = AccountRef.of(AccountIds.UNNAMED.account(key, policy));
        one.operators().grant(account, 1000, SIGNED);
        charge(key, policy, 500);
        charge(key, policy, 100);
        charge(key, policy, 400);
        clock.move(Duration.ofSeconds(1));
        two.operators().restart(account, SIGNED);
        clock.move(Duration.ofSeconds(1));
        charge(key, policy, 1000);

        assertThat(recorder.crossings(key))
                .extracting(Told::percent, Told::limit)
                .containsExactly(
                        tuple(80, 1000L),
                        tuple(100, 1000L),
                        tuple(80, 2000L),
                        tuple(100, 2000L),
                        tuple(80, 1000L),
                        tuple(100, 1000L));
    }

    @Test
    void whatTheSettingNamesIsTold() {
        Ledger chosen = new Ledger(
                LedgerBeans.settings(clock).withThresholds(new Thresholds(PERCENTS)),
                TestContainer.of(transaction),
                recorder);
        for (int charges = 0; charges < 16; charges++) {
            chosen.consume(List.of(new QuotaCharge("cross:chosen", MONTH.withBlock(false), 100)));
        }

        assertThat(recorder.crossings("cross:chosen"))
                .extracting(Told::percent, Told::used)
                .containsExactly(tuple(50, 500L), tuple(80, 800L), tuple(100, 1000L), tuple(150, 1500L));
    }

    @Test
    void aSettlementThatReachesAThresholdTellsItOnce() {
        String key = "cross:settled";
        List<QuotaCharge> charges = List.of(new QuotaCharge(key, MONTH, 850));

        QuotaHold hold = one.reserve(charges, Duration.ofMinutes(1), "cross:settled");
        assertThat(recorder.crossings(key)).isEmpty();
        hold.settle(850);
        two.settle("cross:settled", 850);
        two.settle("cross:settled", 1200);
        charge(key, MONTH.withBlock(false), 1);

        assertThat(recorder.crossings(key))
                .containsExactly(new Told("month", 80, 850, 1000), new Told("month", 100, 1200, 1000));
    }

    private void charge(String key, QuotaPolicy policy, long units) {
        assertThat(one.consume(List.of(new QuotaCharge(key, policy, units))).allowed())
                .isTrue();
    }

    @Test
    void chargesOfSeveralQuotasCrossEachThresholdOnce() throws InterruptedException {
        Race.run(64, 2000, number -> node(number)
                .consume(
                        number % 2 == 0
                                ? List.of(
                                        new QuotaCharge("cross:pair", MONTH, 1),
                                        new QuotaCharge("cross:pair", OTHER, 1))
                                : List.of(new QuotaCharge("cross:pair", MONTH, 1))));

        assertThat(recorder.crossings("cross:pair"))
                .containsExactlyInAnyOrder(new Told("month", 80, 800, 1000), new Told("month", 100, 1000, 1000));
    }

    @Test
    void chargesBeyondALimitThatDoesNotBlockTellNoMore() throws InterruptedException {
        Race.run(64, 1500, number -> node(number)
                .consume(List.of(new QuotaCharge("cross:open", MONTH.withBlock(false), 1 + number % 3))));

        assertThat(recorder.crossings("cross:open")).extracting(Told::percent).containsExactlyInAnyOrder(80, 100);
    }

    @Test
    void chargesWithDifferentLimitsTellEachThresholdOnce() throws InterruptedException {
        Race.run(64, 2000, number -> node(number)
                .consume(List.of(new QuotaCharge(
                        "cross:plans", MONTH.withLimit(1000 + number % 5 * 100).withBlock(number % 4 > 0), 1))));

        assertThat(recorder.crossings("cross:plans")).extracting(Told::percent).containsExactlyInAnyOrder(80, 100);
    }

    @Test
    void aChargeThatIsRolledBackTellsNothingAndLeavesItToTheNext() {
        QuotaCharge all = new QuotaCharge("cross:undone", MONTH, 1000);
        Ledger undoing = new Ledger(LedgerBeans.settings(clock), TestContainer.of(new Undoing(transaction)), recorder);
        one.consume(List.of(new QuotaCharge("cross:undone", MONTH, 1)));
        one.reset("cross:undone");

        assertThatThrownBy(() -> undoing.consume(List.of(all))).isInstanceOf(QuotaStoreException.class);
        assertThat(recorder.crossings("cross:undone")).isEmpty();
        assertThat(used("cross:undone")).isZero();

        one.consume(List.of(all));
        assertThat(recorder.crossings("cross:undone"))
                .containsExactly(new Told("month", 80, 1000, 1000), new Told("month", 100, 1000, 1000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithASimpleModelWhateverOperatorsDo(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        String key = "model:" + seed;
        clock.set(TestClock.START);

        for (int step = 0; step < Effort.of(120, 3000); step++) {
            if (random.nextInt(4) == 0) {
                operate(random, key);
                one.operators()
                        .account(AccountIds.UNNAMED.account(key, MONTH))
                        .ifPresent(account -> model.acted(account.account().usage()));
            } else {
                QuotaCharge charge = randomCharge(random, key);
                model.charged(charge.cost(), node(step).consume(List.of(charge)));
            }

            assertThat(recorder.crossings(key))
                    .as("seed %s, step %s", seed, step)
                    .isEqualTo(model.told);
        }
        assertThat(model.told).as("the history says something").isNotEmpty();
    }

    private static QuotaCharge randomCharge(Random random, String key) {
        QuotaPolicy policy = MONTH.withLimit(random.nextInt(3) == 0 ? 30 : 20).withBlock(random.nextBoolean());
        return new QuotaCharge(key, policy, random.nextInt(8));
    }

    private void operate(Random random, String key) {
        AccountRef target = AccountRef.of(AccountIds.UNNAMED.account(key, MONTH));
        try {
            switch (random.nextInt(7)) {
                case 0 -> one.operators().overrideLimit(target, random.nextInt(80), Optional.empty(), SIGNED);
                case 1 -> two.operators().clearOverride(target, SIGNED);
                case 2 -> one.operators().grant(target, 1 + random.nextInt(20), SIGNED);
                case 3 -> two.operators().correct(target, 1 + random.nextInt(20), SIGNED);
                case 4 -> one.operators().correct(target, -1 - random.nextInt(20), SIGNED);
                case 5 -> two.reset(key);
                default -> clock.move(Duration.ofDays(random.nextInt(40)));
            }
        } catch (QuotaActRefusedException nothingToActOn) {
            // no account yet, no open window, or less used than is taken off
        }
    }

    private Ledger node(int number) {
        return number % 2 == 0 ? one : two;
    }

    private long used(String key) {
        return database.number("select used from ration_account where quota_key = ?", key);
    }

    /** A threshold that was told, and how far the counter was. */
    private record Told(String policy, int percent, long used, long limit) {

        static Told of(int percent, QuotaUsage usage) {
            return new Told(usage.policyName(), percent, usage.used(), usage.limit());
        }
    }

    /** What should be told: the first counted charge at or above a threshold, once for each window. */
    private static final class Model {

        private final List<Told> told = new ArrayList<>();
        private Instant window = Instant.MIN;
        private long mark;

        private void charged(long cost, QuotaDecision decision) {
            QuotaUsage usage = decision.usage();
            if (!decision.allowed() || cost == 0) {
                return;
            }
            if (!usage.periodStart().equals(window)) {
                window = usage.periodStart();
                mark = 0;
            }
            for (int percent : List.of(80, 100)) {
                if (percent > mark && usage.used() * 100 >= usage.limit() * percent) {
                    mark = percent;
                    told.add(Told.of(percent, usage));
                }
            }
        }

        /** What is below a threshold by now can reach it again. */
        private void acted(QuotaUsage usage) {
            if (usage.periodStart().equals(window) && usage.limit() > 0) {
                mark = Math.min(mark, usage.used() * 100 / usage.limit());
            }
        }
    }

    /** Rolls back whatever is done, at the last moment. */
    private static final class Undoing extends NewTransaction {

        private final NewTransaction transaction;

        private Undoing(NewTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            return transaction.run(store -> {
                work.accept(store);
                throw new RollbackSignal(QuotaStoreException.notCharged("undone on purpose", null));
            });
        }
    }

    /** Notes what is told, by key. */
    private static final class Recorder implements LedgerListener {

        private final Map<String, Queue<Told>> told = new ConcurrentHashMap<>();

        @Override
        public void decided(ChargeResult verdict, long nanos) {
            for (ThresholdCrossing crossing : verdict.crossings()) {
                QuotaUsage usage = verdict.decision().usages().get(crossing.charge());
                told.computeIfAbsent(usage.key(), key -> new ConcurrentLinkedQueue<>())
                        .add(Told.of(crossing.percent(), usage));
            }
        }

        @Override
        public void settled(SettleResult result) {
            for (SettledLine line : result.lines()) {
                for (int percent : line.crossings()) {
                    told.computeIfAbsent(line.usage().key(), key -> new ConcurrentLinkedQueue<>())
                            .add(Told.of(percent, line.usage()));
                }
            }
        }

        private List<Told> crossings(String key) {
            return List.copyOf(told.getOrDefault(key, new ConcurrentLinkedQueue<>()));
        }
    }
}
