// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.ChargeId;
import org.ration.ledger.account.ChargeLine;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.account.Settlement;
import org.ration.ledger.batch.OneBatch;
import org.ration.ledger.sql.Database;
import org.ration.ledger.transaction.TransactionRunner;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** What becomes of requests that share a transaction: as if they had come one after the other. */
abstract class BatchContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy DAY = QuotaPolicy.of(5, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    private String a;
    private String b;

    @BeforeEach
    void everyTestHasItsOwnKeys(TestInfo test) {
        a = "a:" + test.getTestMethod().orElseThrow().getName();
        b = "b:" + test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void decidesInTheOrderOfArrival() {
        warm(a);

        List<Charged> batch =
                batch(request(charge(a, MONTH, 4)), request(charge(a, MONTH, 7)), request(charge(a, MONTH, 5)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, false, true);
        assertThat(batch)
                .extracting(request -> request.decision().usage().used())
                .containsExactly(5L, 5L, 10L);
        assertThat(used(a)).isEqualTo(10);
    }

    @Test
    void takesAllThatFitsTogether() {
        warm(a);
        int before = database.wire().commits();

        List<Charged> batch =
                batch(request(charge(a, MONTH, 4)), request(charge(a, MONTH, 3)), request(charge(a, MONTH, 2)));

        assertThat(batch)
                .extracting(request -> request.decision().usage().used())
                .containsExactly(5L, 8L, 10L);
        assertThat(used(a)).isEqualTo(10);
        assertThat(database.wire().commits() - before).isEqualTo(1);
    }

    @Test
    void decidesEachByItsOwnLimit() {
        warm(a);

        List<Charged> batch = batch(
                request(charge(a, MONTH.withLimit(100), 50)),
                request(charge(a, MONTH.withLimit(52), 2)),
                request(charge(a, MONTH.withLimit(Quota.UNLIMITED), 1)),
                request(charge(a, MONTH.withLimit(55), 1)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, false, true, true);
        assertThat(batch)
                .extracting(request -> request.decision().usage().limit())
                .containsExactly(100L, 52L, Quota.UNLIMITED, 55L);
        assertThat(used(a)).isEqualTo(53);
        assertThat(database.number("select quota_limit from ration_account where quota_key = ?", a))
                .isEqualTo(55);
    }

    @Test
    void theStoredLimitDecidesNothing() {
        ledger.consume(List.of(charge(a, MONTH.withLimit(2), 1)));

        assertThat(batch(request(charge(a, MONTH, 9))))
                .allMatch(request -> request.decision().allowed());
        assertThat(batch(request(charge(a, MONTH.withLimit(10), 1))))
                .noneMatch(request -> request.decision().allowed());
    }

    @Test
    void countsWhatDoesNotBlockBesideWhatDoes() {
        warm(a);

        List<Charged> batch = batch(
                request(charge(a, MONTH, 9)),
                request(charge(a, MONTH.withBlock(false), 5)),
                request(charge(a, MONTH, 1)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, true, false);
        assertThat(used(a)).isEqualTo(15);
        assertThat(batch(request(charge(a, MONTH.withBlock(false), 5)), request(charge(a, MONTH.withBlock(false), 5))))
                .extracting(request -> request.decision().usage().used())
                .containsExactly(20L, 25L);
    }

    @Test
    void overridesAndGrantsAreInForce() {
        warm(a);
        set(a, "limit_override = 3, granted = 2");

        List<Charged> batch = batch(
                request(charge(a, MONTH, 4)),
                request(charge(a, MONTH.withLimit(Quota.UNLIMITED), 1)),
                request(charge(a, MONTH.withBlock(false), 1)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, false, true);
        assertThat(batch)
                .extracting(request -> request.decision().usage().limit())
                .containsOnly(5L);
        assertThat(used(a)).isEqualTo(6);
    }

    @Test
    void anOverrideThatIsOverIsNotInForce() {
        warm(a);
        set(a, "limit_override = 100, override_until = " + TestClock.START.toEpochMilli());

        assertThat(batch(request(charge(a, MONTH, 9)), request(charge(a, MONTH, 1))))
                .extracting(request -> request.decision().allowed())
                .containsExactly(true, false);
    }

    @Test
    void grantsOfUnlimitedStayUnlimited() {
        warm(a);
        set(a, "granted = 5");

        assertThat(batch(
                        request(charge(a, MONTH.withLimit(Quota.UNLIMITED), 9)),
                        request(charge(a, MONTH.withLimit(Quota.UNLIMITED), 9))))
                .allMatch(request -> request.decision().usage().unlimited());
    }

    @Test
    void aWindowEndsInsideABatch() {
        ledger.consume(List.of(charge(a, DAY, 5)));
        ledger.consume(List.of(charge(b, MONTH, 5)));
        clock.move(Duration.ofDays(1));

        List<Charged> batch = batch(
                request(charge(a, DAY, 2)),
                request(charge(b, MONTH, 1)),
                request(charge(a, DAY, 3)),
                request(charge(a, DAY, 1)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, true, true, false);
        assertThat(used(a)).isEqualTo(5);
        assertThat(used(b)).isEqualTo(6);
        assertThat(database.number(
                        "select sum(w.used) from ration_closed_window w join ration_account a on a.id = w.account_id"
                                + " where a.quota_key = ?",
                        a))
                .isEqualTo(5);
    }

    @Test
    void aFullAccountKeepsASetWholeAndOthersGo() {
        warm(a);
        ledger.consume(List.of(charge(b, MONTH, 10)));

        List<Charged> batch = batch(
                request(charge(a, MONTH, 1)),
                request(charge(a, MONTH, 1), charge(b, MONTH, 1)),
                request(charge(b, MONTH, 1)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, false, false);
        assertThat(used(a)).isEqualTo(2);
        assertThat(used(b)).isEqualTo(10);
    }

    @Test
    void newAccountsAreChargedWithOldOnes() {
        warm(a);

        List<Charged> batch =
                batch(request(charge(b, MONTH, 4)), request(charge(a, MONTH, 9)), request(charge(b, MONTH, 7)));

        assertThat(batch).extracting(request -> request.decision().allowed()).containsExactly(true, true, false);
        assertThat(used(a)).isEqualTo(10);
        assertThat(used(b)).isEqualTo(4);
    }

    @Test
    void aCounterThatIsFullFailsItsOwnRequestOnly() {
        warm(a);
        warm(b);
        set(a, "used = " + (Long.MAX_VALUE - 1));

        List<Charged> batch = batch(
                request(charge(a, MONTH.withBlock(false), 2)),
                request(charge(b, MONTH, 1)),
                request(charge(a, MONTH.withBlock(false), 1)));

        assertThat(batch.get(0).fault()).isInstanceOf(QuotaStoreException.class).hasMessageContaining("would pass");
        assertThat(batch.get(1).decision().allowed()).isTrue();
        assertThat(used(a)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void newAccountsAreAddedByOneCommitAndChargedByOne() {
        int before = database.wire().commits();

        batch(request(charge(a, MONTH, 4)), request(charge(b, MONTH, 3)), request(charge(a, MONTH, 2)));

        assertThat(database.wire().commits() - before).isEqualTo(2);
        assertThat(used(a)).isEqualTo(6);
        assertThat(used(b)).isEqualTo(3);
    }

    @Test
    void newAccountsThatLoseToADeadlockTogetherAreAddedAlone() {
        database.wire().refuseNext("40P01");

        batch(request(charge(a, MONTH, 4)), request(charge(b, MONTH, 3)));

        assertThat(used(a)).isEqualTo(4);
        assertThat(used(b)).isEqualTo(3);
    }

    @Test
    void manyAccountsAreChargedTogether() {
        ChargeRequest[] first = new ChargeRequest[200];
        ChargeRequest[] second = new ChargeRequest[200];
        Arrays.setAll(first, number -> request(charge(a + number, MONTH, 1)));
        Arrays.setAll(second, number -> request(charge(a + number, MONTH, number % 2 == 0 ? 9 : 10)));

        batch(first);
        List<Charged> batch = batch(second);

        assertThat(batch.stream().filter(request -> request.decision().allowed()))
                .hasSize(100);
        assertThat(database.number("select sum(used) from ration_account where quota_key like ?", a + "%"))
                .isEqualTo(200 + 900);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsUnknownToAllThatWereCounted() {
        warm(a);
        database.wire().loseNextAnswer();

        List<Boolean> unknown;
        try {
            unknown = batch(request(charge(a, MONTH, 4)), request(charge(a, MONTH, 5))).stream()
                    .map(charged -> charged.fault().outcomeUnknown())
                    .toList();
        } catch (QuotaStoreException ofAll) {
            unknown = List.of(ofAll.outcomeUnknown());
        }

        assertThat(unknown).containsOnly(true);
        assertThat(used(a)).isEqualTo(10);
    }

    @Test
    void aBatchThatTheDatabaseRollsBackIsNotCharged() {
        warm(a);
        database.wire().refuseNext("23514");

        assertThatThrownBy(() -> batch(request(charge(a, MONTH, 4)), request(charge(a, MONTH, 2))))
                .isInstanceOf(QuotaStoreException.class)
                .matches(fault -> !((QuotaStoreException) fault).outcomeUnknown());
        assertThat(used(a)).isEqualTo(1);
    }

    /** What is locked by an outsider until the work is done. */
    @Test
    void aRowThatAnOutsiderHasLockedIsLeftUndoneAndStrangersGo() throws SQLException {
        warm(a());
        warm(b());

        whileLocked(a(), () -> {
            List<Charged> singles = batch(request(charge(a(), MONTH, 1)), request(charge(b(), MONTH, 1)));
            List<Charged> sets =
                    batch(request(charge(b(), MONTH, 1), charge(a(), MONTH, 1)), request(charge(b(), MONTH, 1)));

            assertThat(singles).extracting(Charged::isDone).containsExactly(false, true);
            assertThat(sets).extracting(Charged::isDone).containsExactly(false, true);
        });
        assertThat(used(a())).isEqualTo(1);
        assertThat(used(b())).isEqualTo(3);
    }

    /** Node 2 has passed over a row that node 1 has locked; node 1 settles, and then node 2 gets the row after all. */
    @Test
    void aHoldThatAnotherSettlesMeanwhileIsGivenBackOnce() throws SQLException {
        warm(a);
        warm(b);
        ledger.reserve(List.of(charge(a, MONTH, 4)), Duration.ofMinutes(1), a);
        SettleRequest settle = SettleRequest.of(
                Settlement.of(AccountIds.UNNAMED, a, 0), List.of(AccountIds.UNNAMED.account(a, MONTH)));

        try (Connection outsider = locking(a)) {
            database.wire().before("for update", 2, () -> {
                rollBack(outsider);
                CompletableFuture.runAsync(() -> ledger.settle(a, 0)).join();
            });
            carryOut(settle, request(charge(b, MONTH, 1)));
        }

        assertThat(database.number("select reserved from ration_account where quota_key = ?", a))
                .isZero();
        assertThat(database.number("select holds from ration_account where quota_key = ?", a))
                .isZero();
        assertThat(used(a)).isEqualTo(1);
        assertThat(used(b)).isEqualTo(2);
    }

    @Test
    void settlementsInOneBatchAreAnsweredOneAfterTheOther() {
        ledger.reserve(List.of(charge(a, MONTH, 4)), Duration.ofMinutes(1), a);
        List<String> account = List.of(AccountIds.UNNAMED.account(a, MONTH));

        OneBatch<LedgerRequest, LedgerResult> batch = carryOut(
                SettleRequest.of(Settlement.of(AccountIds.UNNAMED, a, 3), account),
                SettleRequest.of(Settlement.of(AccountIds.UNNAMED, a, 1), account));

        assertThat(settledTo(batch, 0)).isEqualTo(3);
        assertThat(settledTo(batch, 1)).isEqualTo(1);
    }

    private static long settledTo(OneBatch<LedgerRequest, LedgerResult> batch, int number) {
        return ((SettleResult) batch.answer(number))
                .decision()
                .orElseThrow()
                .usage()
                .used();
    }

    /** Asked again meanwhile, answered, settled and forgotten: its id does not tell any more that it was charged. */
    @Test
    void whatIsGivenUpBeforeItsLockIsNotCharged() {
        warm(a);
        warm(b);
        OneBatch<LedgerRequest, LedgerResult> batch =
                new OneBatch<>(List.of(withId(charge(a, MONTH, 4)), request(charge(b, MONTH, 1))));
        database.wire().before("for update", 1, () -> batch.giveUp(0));

        carryOut(batch);

        assertThat(used(a)).isEqualTo(1);
        assertThat(used(b)).isEqualTo(2);
        assertThat(batch.answer(0)).isNull();
    }

    @Test
    void aHoldThatHasEndedIsReportedWhereAllItsRequestsAreLeftOut() throws SQLException {
        warm(a);
        ledger.reserve(List.of(charge(b, MONTH, 4)), Duration.ofMinutes(1));
        clock.move(Duration.ofMinutes(1));
        List<EndedHold> ended = new ArrayList<>();

        whileLocked(
                a,
                () -> carryOut(
                        new OneBatch<>(List.of(request(charge(a, MONTH, 1), charge(b, MONTH, 1)))), ended::addAll));

        assertThat(ended).extracting(EndedHold::units).containsExactly(4L);
        assertThat(database.number("select reserved from ration_account where quota_key = ?", b))
                .isZero();
    }

    @Test
    void aHoldThatHasEndedIsReportedOnceWhereTheFirstRequestFails() {
        ledger.reserve(List.of(charge(a, MONTH, 4)), Duration.ofMinutes(1));
        set(a, "used = " + (Long.MAX_VALUE - 9));
        clock.move(Duration.ofMinutes(1));
        List<EndedHold> ended = new ArrayList<>();
        OneBatch<LedgerRequest, LedgerResult> batch = new OneBatch<>(
                List.of(request(charge(a, MONTH.withBlock(false), 10)), request(charge(a, MONTH.withBlock(false), 9))));

        carryOut(batch, ended::addAll);

        assertThat(batch.fault(0)).hasMessageContaining("would pass");
        assertThat(ended).extracting(EndedHold::units).containsExactly(4L);
    }

    @Test
    void aBatchWhoseRequestsAreAllGivenUpDoesNothing() {
        warm(a);
        OneBatch<LedgerRequest, LedgerResult> batch =
                new OneBatch<>(List.of(withId(charge(a, MONTH, 4)), request(charge(a, MONTH, 1))));
        batch.giveUp(0);
        batch.giveUp(1);

        carryOut(batch);

        assertThat(used(a)).isEqualTo(1);
        assertThat(batch.fault(0)).isNull();
    }

    /** Between the look at what is to be done and the lock. */
    @Test
    void aBatchWhoseRequestsAreAllGivenUpBeforeItsLockDoesNothing() {
        OneBatch<LedgerRequest, LedgerResult> batch = new OneBatch<>(List.of(withId(charge(a, MONTH, 4))));
        database.wire().before("for update", 1, () -> batch.giveUp(0));

        carryOut(batch);

        assertThat(database.number("select count(*) from ration_account where quota_key = ?", a))
                .isZero();
        assertThat(batch.fault(0)).isNull();
    }

    private static ChargeRequest withId(QuotaCharge charge) {
        ChargeLine line = ChargeLine.of(AccountIds.UNNAMED, charge).withMemory();
        return ChargeRequest.of(List.of(line), lines -> ChargeId.made(AccountIds.UNNAMED, lines));
    }

    /** Looked up as an id of two charges, and used anew for three before the lock. */
    @Test
    void aSettlementOfOtherChargesFailsNobodyElse() {
        warm(b);
        List<QuotaCharge> charges = List.of(charge(a, MONTH, 4), charge(a, DAY, 3), charge(b, DAY, 2));
        ledger.reserve(charges, Duration.ofMinutes(1), a);
        SettleRequest settle = SettleRequest.of(
                Settlement.of(AccountIds.UNNAMED, a, 1, 1),
                charges.stream()
                        .map(charge -> AccountIds.UNNAMED.account(charge.key(), charge.policy()))
                        .toList());

        OneBatch<LedgerRequest, LedgerResult> batch = carryOut(settle, request(charge(b, MONTH, 1)));

        assertThat(((SettleResult) batch.answer(0)).decision()).isEmpty();
        assertThat(((ChargeResult) batch.answer(1)).decision().usage().used()).isEqualTo(2);
        assertThat(database.number("select sum(reserved) from ration_account where quota_key in (?, ?)", a, b))
                .isEqualTo(9);
    }

    void whileLocked(String key, Runnable work) throws SQLException {
        try (Connection outsider = locking(key)) {
            work.run();
            outsider.rollback();
        }
    }

    private Connection locking(String key) throws SQLException {
        Connection outsider = database.connect();
        outsider.setAutoCommit(false);
        try (Statement statement = outsider.createStatement()) {
            statement.execute(
                    "select * from ration_account where key_id = '" + AccountIds.UNNAMED.key(key) + "' for update");
        }
        return outsider;
    }

    private static void rollBack(Connection outsider) {
        try {
            outsider.rollback();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Carries requests out as one batch. */
    List<Charged> batch(ChargeRequest... requests) {
        return charged(carryOut(requests));
    }

    private OneBatch<LedgerRequest, LedgerResult> carryOut(LedgerRequest... requests) {
        OneBatch<LedgerRequest, LedgerResult> batch = new OneBatch<>(List.of(requests));
        carryOut(batch);
        return batch;
    }

    private void carryOut(OneBatch<LedgerRequest, LedgerResult> batch) {
        carryOut(batch, ended -> {});
    }

    private void carryOut(OneBatch<LedgerRequest, LedgerResult> batch, Consumer<List<EndedHold>> ended) {
        new ChargeExecutor(
                        LedgerBeans.settings(clock),
                        connection -> new TransactionRunner(TestContainer.of(transaction), connection, new Database()),
                        ended)
                .carryOut(batch);
    }

    private static List<Charged> charged(OneBatch<LedgerRequest, LedgerResult> batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(number -> new Charged((ChargeResult) batch.answer(number), batch.fault(number)))
                .toList();
    }

    /** What became of a request; neither answer nor fault where it was left undone. */
    record Charged(@Nullable ChargeResult result, @Nullable QuotaStoreException fault) {

        QuotaDecision decision() {
            return result.decision();
        }

        boolean isDone() {
            return result != null || fault != null;
        }
    }

    static ChargeRequest request(QuotaCharge... charges) {
        return ChargeRequest.of(AccountIds.UNNAMED, List.of(charges));
    }

    static QuotaCharge charge(String key, QuotaPolicy policy, long cost) {
        return new QuotaCharge(key, policy, cost);
    }

    QuotaDecision warm(String key) {
        return ledger.consume(List.of(charge(key, MONTH, 1)));
    }

    long used(String key) {
        return database.number("select used from ration_account where quota_key = ?", key);
    }

    void set(String key, String columns) {
        database.update("update ration_account set " + columns + " where quota_key = ?", key);
    }

    String a() {
        return a;
    }

    String b() {
        return b;
    }
}
