// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaCharged;
import org.ration.QuotaExceededException;
import org.ration.QuotaHold;
import org.ration.QuotaHoldChanged;
import org.ration.QuotaHoldChanged.Change;
import org.ration.QuotaOverrun;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRefused;
import org.ration.QuotaRegistry;
import org.ration.QuotaReplayed;
import org.ration.QuotaThresholdCrossed;
import org.ration.QuotaUncounted;
import org.ration.QuotaUsage;
import org.ration.admin.AccountRef;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaAdjusted;
import org.ration.admin.Signature;
import org.ration.ledger.Ledger;
import org.ration.testing.Deployed;
import org.ration.testing.Logged;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** The events that an application observes. */
@Deployed
class EventsCdiTest {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy EXPORTS = MONTH.withScope("exports").withLimit(3);
    private static final Instant RESET_AT = Instant.parse("2026-04-01T00:00:00Z");

    @Inject
    QuotaRegistry quotas;

    @Inject
    Shop shop;

    @Inject
    Ear ear;

    @Inject
    Ledger ledger;

    @Inject
    TestDatabase database;

    @Inject
    BeanManager manager;

    @Inject
    TestClock clock;

    @ApplicationScoped
    static class Shop {

        @Quota(key = "global:tile", limit = 1)
        public String tile() {
            return "tile";
        }

        @Quota(key = "global:open", scope = "open", limit = 1, block = false)
        public String open() {
            return "open";
        }
    }

    /** Hears everything. */
    @ApplicationScoped
    static class Ear {

        private final Queue<Object> heard = new ConcurrentLinkedQueue<>();
        private final Queue<Object> heardLater = new ConcurrentLinkedQueue<>();
        private final Queue<Long> usedThen = new ConcurrentLinkedQueue<>();
        private final Queue<Long> auditedThen = new ConcurrentLinkedQueue<>();
        private final Queue<String> threads = new ConcurrentLinkedQueue<>();
        private volatile boolean defective;

        @Inject
        private TestDatabase database;

        void charged(@Observes QuotaCharged event) {
            hear(event);
            threads.add(Thread.currentThread().getName() + " " + event.cost());
        }

        void chargedLater(@ObservesAsync QuotaCharged event) {
            heardLater.add(event);
        }

        void refused(@Observes QuotaRefused event) {
            hear(event);
        }

        void crossed(@Observes QuotaThresholdCrossed event) {
            hear(event);
        }

        void held(@Observes QuotaHoldChanged event) {
            hear(event);
        }

        void replayed(@Observes QuotaReplayed event) {
            hear(event);
        }

        void overrun(@Observes QuotaOverrun event) {
            hear(event);
        }

        void uncounted(@Observes QuotaUncounted event) {
            hear(event);
        }

        void adjusted(@Observes QuotaAdjusted event) {
            hear(event);
        }

        private void hear(Object event) {
            heard.add(event);
            if (defective) {
                throw new IllegalStateException("this observer is broken");
            }
        }

        void lookAtTheDatabase(@Observes QuotaThresholdCrossed event) {
            usedThen.add(database.number("select used from ration_account where id = ?", event.account()));
        }

        void lookAtTheAudit(@Observes QuotaAdjusted event) {
            auditedThen.add(database.number("select count(*) from ration_audit"));
        }

        void forget() {
            List.of(heard, heardLater, usedThen, auditedThen, threads).forEach(Queue::clear);
            defective = false;
        }

        void breakDown() {
            defective = true;
        }

        List<Object> all() {
            return List.copyOf(heard);
        }

        List<Object> allLater() {
            return List.copyOf(heardLater);
        }

        List<Long> usedThen() {
            return List.copyOf(usedThen);
        }

        List<Long> auditedThen() {
            return List.copyOf(auditedThen);
        }

        List<String> threads() {
            return List.copyOf(threads);
        }
    }

    @BeforeEach
    void silence() {
        ear.forget();
    }

    @Test
    void whatNobodyWaitsForIsToldLikeAllElse() {
        QuotaCharge charge = new QuotaCharge("user:async", EXPORTS, 3);

        quotas.consumeAsync(List.of(charge)).toCompletableFuture().join();
        quotas.consumeAsync(List.of(charge)).toCompletableFuture().join();

        assertThat(ear.all().stream().filter(QuotaCharged.class::isInstance)).hasSize(1);
        assertThat(ear.all().stream().filter(QuotaRefused.class::isInstance)).hasSize(1);
        assertThat(ear.all().stream().filter(QuotaThresholdCrossed.class::isInstance))
                .hasSize(2);
        assertThat(ear.usedThen()).containsOnly(3L);
        assertThat(ear.threads()).singleElement().asString().startsWith("ration-");
    }

    @Test
    void tellsOfEachQuotaThatWasCharged() {
        quotas.consume(List.of(
                new QuotaCharge("user:7", MONTH, 2),
                new QuotaCharge("user:7", EXPORTS, 1),
                new QuotaCharge("user:8", MONTH, 0)));

        assertThat(ear.all())
                .containsExactly(
                        new QuotaCharged(id("user:7", ""), "month", 2, 2, 10, RESET_AT, TestClock.START),
                        new QuotaCharged(id("user:7", "exports"), "exports-month", 1, 1, 3, RESET_AT, TestClock.START));
    }

    @Test
    void tellsOfEachQuotaThatRefused() {
        quotas.consume("user:7", EXPORTS, 1);
        quotas.consume("user:7", MONTH, 1);
        ear.forget();

        quotas.consume(List.of(new QuotaCharge("user:7", MONTH, 2), new QuotaCharge("user:7", EXPORTS, 3)));

        assertThat(ear.all())
                .containsExactly(
                        new QuotaRefused(id("user:7", "exports"), "exports-month", 3, 1, 3, RESET_AT, TestClock.START));
    }

    @Test
    void tellsOfDeclaredQuotasToo() {
        shop.tile();
        assertThatThrownBy(shop::tile).isInstanceOf(QuotaExceededException.class);

        assertThat(ear.all())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("QuotaCharged", "QuotaThresholdCrossed", "QuotaThresholdCrossed", "QuotaRefused");
    }

    @Test
    void tellsOfThresholdsOnceTheyAreCommitted() {
        quotas.consume("user:7", MONTH, 7);
        ear.forget();

        quotas.consume("user:7", MONTH, 3);

        Instant start = Instant.parse("2026-03-01T00:00:00Z");
        String account = id("user:7", "");
        assertThat(ear.all())
                .filteredOn(QuotaThresholdCrossed.class::isInstance)
                .containsExactly(
                        new QuotaThresholdCrossed(account, "month", 80, 10, 10, start, RESET_AT, TestClock.START),
                        new QuotaThresholdCrossed(account, "month", 100, 10, 10, start, RESET_AT, TestClock.START));
        assertThat(ear.usedThen()).containsExactly(10L, 10L);
    }

    @Test
    void tellsOfWhatWasSettledBeyondTheLimitAndOfNothingElseThatIsSettled() {
        QuotaHold hold = quotas.reserve("user:7", EXPORTS, 2, Duration.ofMinutes(1));
        QuotaHold within = quotas.reserve("user:8", EXPORTS, 1, Duration.ofMinutes(1));

        within.settle(2);
        hold.settle(5);
        hold.settle(5);
        hold.settle(1);

        assertThat(ear.all())
                .filteredOn(QuotaOverrun.class::isInstance)
                .containsExactly(
                        new QuotaOverrun(id("user:7", "exports"), "exports-month", 2, 5, 5, 3, TestClock.START));
    }

    @Test
    void tellsWhatBecomesOfChargesWithAnId() {
        List<QuotaCharge> list = List.of(new QuotaCharge("user:7", MONTH, 2));

        quotas.consume(list, "order 7");
        quotas.consume(list, "order 7");
        QuotaHold hold = quotas.reserve(list, Duration.ofMinutes(1), "hold 7");
        hold.settle(3);
        hold.settle(3);
        quotas.release("order 7");
        quotas.release("order 7");
        quotas.reserve(list, Duration.ofMinutes(1));

        String account = id("user:7", "");
        Instant start = TestClock.START;
        assertThat(ear.all())
                .containsExactly(
                        new QuotaCharged(account, "month", 2, 2, 10, RESET_AT, start),
                        new QuotaReplayed(account, "month", 2, start),
                        new QuotaHoldChanged(Change.HELD, account, "month", 0, 2, start),
                        new QuotaHoldChanged(Change.SETTLED, account, "month", 2, 3, start),
                        new QuotaHoldChanged(Change.RELEASED, account, "month", 2, 0, start),
                        new QuotaAdjusted(
                                QuotaAct.REFUNDED,
                                Optional.of(account),
                                Optional.of("month"),
                                "application",
                                OptionalLong.of(2),
                                OptionalLong.of(0),
                                start),
                        new QuotaHoldChanged(Change.HELD, account, "month", 0, 2, start));
    }

    @Test
    void tellsOfAHoldThatHasExpired() {
        quotas.reserve("user:7", MONTH, 2, Duration.ofMinutes(1));
        clock.move(Duration.ofMinutes(2));
        ear.forget();

        quotas.consume("user:7", MONTH, 1);

        String account = id("user:7", "");
        Instant start = TestClock.START;
        await().untilAsserted(() -> assertThat(ear.all())
                .containsExactlyInAnyOrder(
                        new QuotaHoldChanged(Change.EXPIRED, account, "month", 2, 0, start.plus(Duration.ofMinutes(1))),
                        new QuotaCharged(account, "month", 1, 1, 10, RESET_AT, start.plus(Duration.ofMinutes(2)))));
    }

    @Test
    void tellsOfThresholdsAgainAfterAReset() {
        quotas.consume("user:7", MONTH, 10);
        quotas.reset("user:7");
        ear.forget();

        quotas.consume("user:7", MONTH, 9);

        assertThat(ear.all())
                .filteredOn(QuotaThresholdCrossed.class::isInstance)
                .extracting(event -> ((QuotaThresholdCrossed) event).percent())
                .containsExactly(80);
    }

    @Test
    void checksAndFreeChargesTellNothing() {
        quotas.check("user:7", MONTH, 100);
        quotas.consume("user:7", MONTH, 0);

        assertThat(ear.all()).isEmpty();
    }

    @Test
    void tellsOfWhatOperatorsAndTheApplicationAdjust() {
        quotas.consume("user:7", EXPORTS, 1);
        String account = id("user:7", "exports");
        AccountRef target = AccountRef.of(account);
        Signature ada = new Signature("ada", "a secret reason");
        ear.forget();

        ledger.operators().overrideLimit(target, 20, Optional.empty(), ada);
        ledger.operators().clearOverride(target, ada);
        ledger.operators().clearOverride(target, ada);
        ledger.operators().correct(target, 4, ada);
        quotas.reset("user:7");
        quotas.reset("user:7");
        ledger.operators().erase("user:7", ada);
        ledger.operators().prepare("user:8", EXPORTS, ada);
        ledger.operators().prepare("user:8", EXPORTS, ada);

        assertThat(ear.all())
                .containsExactly(
                        adjusted(QuotaAct.OVERRIDE_SET, account, "ada", OptionalLong.empty(), OptionalLong.of(20)),
                        adjusted(QuotaAct.OVERRIDE_CLEARED, account, "ada", OptionalLong.of(20), OptionalLong.empty()),
                        adjusted(QuotaAct.CORRECTED, account, "ada", OptionalLong.of(1), OptionalLong.of(5)),
                        adjusted(QuotaAct.RESET, account, "application", OptionalLong.of(5), OptionalLong.of(0)),
                        new QuotaAdjusted(
                                QuotaAct.ERASED,
                                Optional.empty(),
                                Optional.empty(),
                                "ada",
                                OptionalLong.of(1),
                                OptionalLong.of(0),
                                TestClock.START),
                        adjusted(
                                QuotaAct.PREPARED,
                                id("user:8", "exports"),
                                "ada",
                                OptionalLong.empty(),
                                OptionalLong.empty()));
    }

    @Test
    void tellsOfActsOnceTheyAreCommitted() {
        quotas.consume("user:7", EXPORTS, 1);
        AccountRef target = AccountRef.of(id("user:7", "exports"));
        Signature ada = new Signature("ada", "a reason");
        long before = database.number("select count(*) from ration_audit");

        ledger.operators().overrideLimit(target, 20, Optional.empty(), ada);
        quotas.reset("user:7");
        ledger.operators().prepare("user:8", EXPORTS, ada);
        ledger.operators().erase("user:7", ada);

        assertThat(ear.auditedThen()).containsExactly(before + 1, before + 2, before + 3, before + 4);
    }

    @Test
    void tellsOfCallsThatPassUncounted() {
        shop.open();
        String account = id("global:open", "open");
        ear.forget();

        database.execute("alter table ration_account rename to elsewhere");
        try {
            assertThat(shop.open()).isEqualTo("open");
        } finally {
            database.execute("alter table elsewhere rename to ration_account");
        }

        assertThat(ear.all()).containsExactly(new QuotaUncounted(account, "open-month", 1, TestClock.START));
    }

    @Test
    void anObserverThatThrowsChangesNoAnswerAndIsLogged() {
        ear.breakDown();

        List<String> logged = Logged.by(() -> {
            assertThat(quotas.consume("user:7", MONTH).allowed()).isTrue();
            assertThat(quotas.consume("user:7", MONTH).allowed()).isTrue();
            assertThat(shop.tile()).isEqualTo("tile");
            assertThat(quotas.reset("user:7", MONTH)).isTrue();
            return null;
        });

        assertThat(ear.all()).hasSize(6);
        assertThat(logged)
                .startsWith("WARNING an observer of QuotaCharged failed; the decision is not affected"
                        + " | java.lang.IllegalStateException: this observer is broken")
                .allMatch(line -> line.startsWith("WARNING an observer of Quota"));
    }

    @Test
    void callersHearOfTheirOwnChargesOnTheirOwnThreads() throws InterruptedException {
        List<String> mine = Race.run(16, 320, number -> {
            long cost = number + 1;
            QuotaUsage usage = quotas.consume("user:many", MONTH.withLimit(1_000_000), cost)
                    .usage();
            assertThat(usage.used()).isGreaterThanOrEqualTo(cost);
            return Thread.currentThread().getName() + " " + cost;
        });

        assertThat(ear.threads()).containsExactlyInAnyOrderElementsOf(mine);
    }

    @Test
    void asynchronousObserversHearTheSame() {
        quotas.consume("user:later", MONTH, 2);

        await().untilAsserted(() -> assertThat(ear.allLater()).containsAll(ear.all()));
    }

    @Test
    void noEventTellsTheKey() {
        for (int time = 0; time < 11; time++) {
            quotas.consume("user:somebody-4711", MONTH);
        }
        quotas.reset("user:somebody-4711");

        assertThat(ear.all()).hasSize(14).noneMatch(event -> event.toString().contains("4711"));
    }

    @Test
    void whatNobodyObservesIsNotEvenMade() {
        ObservedEvent<Unheard> channel = new ObservedEvent<>(manager, Unheard.class, new Unheard());

        channel.fire(() -> {
            throw new AssertionError("made for nobody");
        });

        assertThat(channel.isObserved()).isFalse();
    }

    private record Unheard() {}

    private static QuotaAdjusted adjusted(
            QuotaAct act, String account, String by, OptionalLong before, OptionalLong after) {
        return new QuotaAdjusted(
                act, Optional.of(account), Optional.of("exports-month"), by, before, after, TestClock.START);
    }

    private String id(String key, String scope) {
        return database.text("select id from ration_account where quota_key = ? and scope = ?", key, scope);
    }
}
