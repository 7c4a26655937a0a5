// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.AuditRecord;
import org.ration.admin.HoldPage;
import org.ration.admin.OpenHold;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.account.EndedHold;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.SettleResult;
import org.ration.ledger.charge.TableSettings;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Charges with an id, the same on every database: reserve, settle, release, repeat. */
abstract class HoldsContract {

    static final ZoneId UTC = ZoneId.of("UTC");
    static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(UTC);
    static final QuotaPolicy DAY = QuotaPolicy.of(5, QuotaPeriod.DAY).withZone(UTC);
    static final QuotaPolicy INFLIGHT = QuotaPolicy.of(3, QuotaPeriod.INFLIGHT).withZone(UTC);
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Signature OLGA = new Signature("olga", "ticket 7");

    private static final String RESERVED_IS_NOT_HELD =
            "select count(*) from ration_account a where a.reserved <> (select coalesce(sum(r.units), 0)"
                    + " from ration_receipt r where r.account_id = a.id and r.state = 'HELD'"
                    + " and r.window_start = a.period_start) or a.holds <> (select count(*) from ration_receipt r"
                    + " where r.account_id = a.id and r.state = 'HELD') or a.held_until > (select min(r.ends_at)"
                    + " from ration_receipt r where r.account_id = a.id and r.state = 'HELD')";

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    String key;
    String id;

    @BeforeEach
    void everyTestHasItsOwnKey(TestInfo test) {
        key = "user:" + test.getTestMethod().orElseThrow().getName();
        id = "id of " + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void reservedIsTheSumOfTheOpenHolds() {
        assertThat(database.number(RESERVED_IS_NOT_HELD)).isZero();
    }

    // the same id

    @Test
    void theSameIdWithTheSameListAnswersTheFirstDecisionAndChargesNothing() {
        QuotaDecision first = ledger.consume(List.of(charge(MONTH, 3), charge(DAY, 2)), id);
        clock.move(Duration.ofHours(1));
        ledger.consume(List.of(charge(MONTH, 1), charge(DAY, 1)));

        QuotaDecision second = ledger.consume(List.of(charge(MONTH, 3), charge(DAY, 2)), id);

        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.usages()).isEqualTo(first.usages());
        assertThat(second.decidedAt()).isEqualTo(first.decidedAt());
        assertThat(used(MONTH)).isEqualTo(4);
        assertThat(used(DAY)).isEqualTo(3);
    }

    @Test
    void aRepetitionIsAnsweredWhenTheQuotaIsUsedUp() {
        ledger.consume(List.of(charge(MONTH, 10)), id);
        assertThat(ledger.consume(List.of(charge(MONTH, 1))).allowed()).isFalse();

        QuotaDecision second = ledger.consume(List.of(charge(MONTH, 10)), id);

        assertThat(second.allowed()).isTrue();
        assertThat(second.replayed()).isTrue();
        assertThat(used(MONTH)).isEqualTo(10);
    }

    @Test
    void anotherLimitIsNoConflict() {
        ledger.consume(List.of(charge(MONTH, 3)), id);

        QuotaDecision second = ledger.consume(List.of(charge(MONTH.withLimit(2), 3)), id);

        assertThat(second.replayed()).isTrue();
        assertThat(second.usage().limit()).isEqualTo(10);
    }

    @Test
    void otherUnitsUnderOneIdAreAConflict() {
        ledger.consume(List.of(charge(MONTH, 3)), id);

        assertThatThrownBy(() -> ledger.consume(List.of(charge(MONTH, 4)), id))
                .isInstanceOf(QuotaConflictException.class)
                .hasMessageNotContaining(id);
        assertThat(used(MONTH)).isEqualTo(3);
    }

    @Test
    void aLongerListUnderOneIdIsAConflict() {
        ledger.consume(List.of(charge(MONTH, 3)), id);

        assertThatThrownBy(() -> ledger.consume(List.of(charge(MONTH, 3), charge(DAY, 1)), id))
                .isInstanceOf(QuotaConflictException.class);
        assertThat(used(DAY)).isZero();
    }

    @Test
    void whatIsHeldUnderAnIdCannotBeConsumedUnderIt() {
        ledger.reserve(List.of(charge(MONTH, 3)), MINUTE, id);

        assertThatThrownBy(() -> ledger.consume(List.of(charge(MONTH, 3)), id))
                .isInstanceOf(QuotaConflictException.class);
    }

    @Test
    void whatIsConsumedUnderAnIdCannotBeReservedUnderIt() {
        ledger.consume(List.of(charge(MONTH, 3)), id);

        assertThatThrownBy(() -> ledger.reserve(List.of(charge(MONTH, 3)), MINUTE, id))
                .isInstanceOf(QuotaConflictException.class);
    }

    /** The two lists have no account in common, and so no lock. */
    @Test
    void aListOfOtherCountersUnderOneIdIsAConflict() {
        ledger.consume(List.of(charge(MONTH, 3)), id);

        assertThatThrownBy(() -> ledger.reserve(List.of(charge(DAY, 3)), MINUTE, id))
                .isInstanceOf(QuotaConflictException.class);
        assertThat(ledger.usage(key, DAY).reserved()).isZero();
    }

    @Test
    void anIdIsOfOneNamespaceOfTheTables() {
        ledger.consume(List.of(charge(MONTH, 3)), id);
        TableSettings shop = LedgerBeans.tables(database, new AccountIds("shop"));
        LedgerSettings settings = new LedgerSettings(clock, false, 8, Duration.ofSeconds(10), 100, shop, UTC);

        try (Ledger other = new Ledger(settings, TestContainer.of(transaction))) {
            assertThat(other.hold(id)).isEmpty();
            assertThat(other.consume(List.of(charge(DAY, 1)), id).replayed()).isFalse();
            assertThat(other.release(id)).isTrue();
        }

        assertThat(used(MONTH)).isEqualTo(3);
        assertThat(ledger.consume(List.of(charge(MONTH, 3)), id).replayed()).isTrue();
    }

    @Test
    void aRefusalIsNotRememberedAndMayBeDecidedAgain() {
        consume(MONTH, 8);
        assertThat(ledger.consume(List.of(charge(MONTH, 3)), id).allowed()).isFalse();
        ledger.reset(key);

        QuotaDecision second = ledger.consume(List.of(charge(MONTH, 3)), id);

        assertThat(second.allowed()).isTrue();
        assertThat(second.replayed()).isFalse();
        assertThat(used(MONTH)).isEqualTo(3);
    }

    @Test
    void isRememberedUntilItsWindowsAreOverAnd24HoursMore() {
        ledger.consume(List.of(charge(MONTH, 3), charge(DAY, 1)), id);

        clock.set("2026-04-01T23:59:59.999Z");
        assertThat(ledger.consume(List.of(charge(MONTH, 3), charge(DAY, 1)), id).replayed())
                .isTrue();
        clock.set("2026-04-02T00:00:00Z");
        QuotaDecision anew = ledger.consume(List.of(charge(DAY, 2)), id);

        assertThat(anew.replayed()).isFalse();
        assertThat(used(DAY)).isEqualTo(2);
    }

    @Test
    void whatIsForgottenIsDeletedInPassing() {
        for (int i = 0; i < 100; i++) {
            ledger.consume(List.of(charge(DAY.withLimit(1000), 1)), id + i);
        }
        clock.move(Duration.ofDays(3));

        for (int i = 100; i < 200; i++) {
            ledger.consume(List.of(charge(DAY.withLimit(1000), 1)), id + i);
        }

        assertThat(database.number(
                        "select count(*) from ration_receipt where account_id = ?",
                        AccountIds.UNNAMED.account(key, DAY)))
                .isEqualTo(100);
    }

    /** What is forgotten is removed by whoever uses the id next, on accounts that they have not locked as well. */
    @Test
    void anIdThatIsUsedAnewElsewhereMeanwhileIsNotForgotten() {
        ledger.consume(List.of(charge(DAY, 3)), id);
        clock.move(Duration.ofDays(3));
        database.wire()
                .before(
                        "delete from ration_receipt",
                        1,
                        () -> elsewhere(() -> ledger.consume(List.of(charge(DAY, 2)), id)));

        assertThatThrownBy(() -> ledger.consume(List.of(charge(MONTH, 4)), id))
                .isInstanceOf(QuotaConflictException.class);
        assertThat(ledger.usage(key, MONTH).used()).isZero();
        assertThat(ledger.consume(List.of(charge(DAY, 2)), id).replayed()).isTrue();
        assertThat(used(DAY)).isEqualTo(2);
    }

    @Test
    void withAnIdAChargeOfNoUnitIsRememberedToo() {
        ledger.consume(List.of(charge(MONTH, 0)), id);

        assertThat(ledger.consume(List.of(charge(MONTH, 0)), id).replayed()).isTrue();
        ledger.settle(id, 4);
        assertThat(used(MONTH)).isEqualTo(4);
    }

    @Test
    void consumesWithAnIdWithoutAThreadThatWaits() {
        QuotaDecision first = ledger.consumeAsync(List.of(charge(MONTH, 3)), id)
                .toCompletableFuture()
                .join();
        QuotaDecision second = ledger.consumeAsync(List.of(charge(MONTH, 3)), id)
                .toCompletableFuture()
                .join();

        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(used(MONTH)).isEqualTo(3);
    }

    @Test
    void withoutAThreadThatWaitsAConflictIsHandedOutAsItIs() {
        ledger.consume(List.of(charge(MONTH, 3)), id);

        Throwable conflict = ledger.consumeAsync(List.of(charge(MONTH, 4)), id)
                .<Throwable>handle((decision, thrown) -> thrown)
                .toCompletableFuture()
                .join();

        assertThat(conflict).isInstanceOf(QuotaConflictException.class);
        assertThat(used(MONTH)).isEqualTo(3);
    }

    // the outcome is unknown

    @Test
    void aLostAnswerBurnsNoQuotaSinceItIsAskedForAgain() {
        consume(MONTH, 1);
        database.wire().loseNextAnswer();

        QuotaDecision decision = ledger.consume(List.of(charge(MONTH, 3)), id);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.replayed()).isFalse();
        assertThat(used(MONTH)).isEqualTo(4);
    }

    @Test
    void aLostAnswerIsAskedForAgainWithoutAThreadThatWaits() {
        consume(MONTH, 1);
        database.wire().loseNextAnswer();

        QuotaDecision decision = ledger.consumeAsync(List.of(charge(MONTH, 3)), id)
                .toCompletableFuture()
                .join();

        assertThat(decision.replayed()).isFalse();
        assertThat(used(MONTH)).isEqualTo(4);
    }

    @Test
    void theLostAnswerOfAHoldIsAskedForAgain() {
        consume(MONTH, 1);
        database.wire().loseNextAnswer();

        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 3)), MINUTE);

        assertThat(hold.allowed()).isTrue();
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(3);
        database.wire().loseNextAnswer();
        assertThat(hold.settle(2).usage().used()).isEqualTo(3);
        assertThat(used(MONTH)).isEqualTo(3);
    }

    /** Something is committed all the same: the end of another hold. */
    @Test
    void theLostAnswerOfARepetitionIsARepetition() {
        ledger.consume(List.of(charge(MONTH, 3)), id);
        ledger.reserve(List.of(charge(MONTH, 1)), MINUTE);
        clock.move(MINUTE);
        database.wire().loseNextAnswer();

        assertThat(ledger.consume(List.of(charge(MONTH, 3)), id).replayed()).isTrue();
        assertThat(used(MONTH)).isEqualTo(3);
    }

    @Test
    void aReservationThatCannotBeWrittenIsAFaultAndNotAPass() {
        consume(MONTH, 1);
        database.wire().refuseNext("23514");

        QuotaStoreException fault = catchThrowableOfType(
                QuotaStoreException.class, () -> ledger.reserve(List.of(charge(MONTH, 3)), MINUTE));

        assertThat(fault).isNull();
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(3);
    }

    // reserve

    @Test
    void reserveTakesRoomAndCountsNothing() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 7)), MINUTE, id);

        assertThat(hold.id()).isEqualTo(id);
        assertThat(hold.allowed()).isTrue();
        assertThat(hold.expiresAt()).isEqualTo(TestClock.START.plus(MINUTE));
        QuotaUsage usage = hold.decision().usage();
        assertThat(usage.used()).isZero();
        assertThat(usage.reserved()).isEqualTo(7);
        assertThat(usage.remaining()).isEqualTo(3);
        assertThat(usage).isEqualTo(ledger.usage(key, MONTH));
        assertThat(ledger.usage(key)).containsExactly(usage);
        assertThat(consume(MONTH, 4).allowed()).isFalse();
        assertThat(consume(MONTH, 3).allowed()).isTrue();
    }

    @Test
    void reserveIsAllOrNothing() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 7), charge(DAY, 6)), MINUTE, id);

        assertThat(hold.allowed()).isFalse();
        assertThatThrownBy(hold::orThrow).isInstanceOf(QuotaExceededException.class);
        assertThatThrownBy(hold::settle).isInstanceOf(IllegalStateException.class);
        hold.close();
        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
        assertThat(ledger.hold(id)).isEmpty();
    }

    /** 429 at zero spend. */
    @Test
    void aRefusalTellsUsedAndReservedApart() {
        consume(MONTH, 1);
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE);

        QuotaDecision refused = consume(MONTH, 2);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.neverFits()).isFalse();
        assertThat(refused.usage().used()).isEqualTo(1);
        assertThat(refused.usage().reserved()).isEqualTo(8);
        assertThat(refused.retryAfter()).contains(MINUTE);
    }

    @Test
    void reservesAgainUnderTheSameIdAnswerTheFirstHold() {
        QuotaHold first = ledger.reserve(List.of(charge(MONTH, 7)), MINUTE, id);
        clock.move(Duration.ofSeconds(10));

        QuotaHold second = ledger.reserve(List.of(charge(MONTH, 7)), MINUTE, id);

        assertThat(second.decision().replayed()).isTrue();
        assertThat(second.decision().usages()).isEqualTo(first.decision().usages());
        assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(7);
    }

    @Test
    void aHoldLastsASecondToSevenDays() {
        assertThatThrownBy(() -> ledger.reserve(List.of(charge(MONTH, 1)), Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1S to P7D");
        assertThatThrownBy(() -> ledger.reserve(
                        List.of(charge(MONTH, 1)), Duration.ofDays(7).plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ledger.reserve(List.of(charge(MONTH, 1)), Duration.ofDays(7)).allowed())
                .isTrue();
    }

    @Test
    void whatDoesNotBlockIsHeldBeyondTheLimit() {
        assertThat(ledger.reserve(List.of(charge(MONTH.withBlock(false), 17)), MINUTE)
                        .allowed())
                .isTrue();
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(17);
        assertThat(ledger.usage(key, MONTH).remaining()).isZero();
    }

    // expiry

    @Test
    void anExpiredHoldLeavesItsRoomToTheNextCharge() {
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE);
        clock.move(MINUTE.minusMillis(1));
        assertThat(consume(MONTH, 3).allowed()).isFalse();

        clock.move(Duration.ofMillis(1));
        QuotaDecision decision = consume(MONTH, 3);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage().used()).isEqualTo(3);
        assertThat(decision.usage().reserved()).isZero();
    }

    /** Nothing was spent, since all callers died: time heals it, and no job. */
    @Test
    void aBudgetFullOfEstimatesIsHealedByExpiry() {
        for (int i = 0; i < 5; i++) {
            ledger.reserve(List.of(charge(MONTH, 2)), MINUTE);
        }
        assertThat(ledger.check(charge(MONTH, 1)).allowed()).isFalse();

        clock.move(MINUTE);

        assertThat(ledger.check(charge(MONTH, 10)).allowed()).isTrue();
        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
        assertThat(ledger.usage(key).get(0).reserved()).isZero();
        assertThat(account().usage().reserved()).isZero();
        assertThat(ledger.reserve(List.of(charge(MONTH, 10)), MINUTE).allowed()).isTrue();
    }

    /** Each new hold lasts a minute more, and still the first ends when it should. */
    @Test
    void newcomersDoNotRenewTheExpiryOfALeak() {
        ledger.reserve(List.of(charge(MONTH, 5)), MINUTE);
        for (int i = 0; i < 5; i++) {
            clock.move(Duration.ofSeconds(11));
            ledger.reserve(List.of(charge(MONTH, 1)), MINUTE).release();
            ledger.reserve(List.of(charge(MONTH, 1)), MINUTE);
        }
        clock.move(Duration.ofSeconds(5));

        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(5);
        assertThat(consume(MONTH, 5).allowed()).isTrue();
    }

    // settle

    @Test
    void lessThanWasHeldLeavesRoomAtOnce() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);

        QuotaDecision settled = hold.settle(3);

        assertThat(settled.allowed()).isTrue();
        assertThat(settled.usage().used()).isEqualTo(3);
        assertThat(settled.usage().reserved()).isZero();
        assertThat(consume(MONTH, 7).allowed()).isTrue();
    }

    @Test
    void inFullCountsWhatWasHeld() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8), charge(DAY, 2)), MINUTE);

        assertThat(hold.settle().usages()).extracting(QuotaUsage::used).containsExactly(8L, 2L);
    }

    @Test
    void oneNumberIsForAllChargesOrOneForEach() {
        ledger.reserve(List.of(charge(MONTH, 8), charge(DAY, 2)), MINUTE, id);

        assertThat(ledger.settle(id, 1).usages()).extracting(QuotaUsage::used).containsExactly(1L, 1L);
        assertThat(ledger.settle(id, 5, 3).usages())
                .extracting(QuotaUsage::used)
                .containsExactly(5L, 3L);
        assertThatThrownBy(() -> ledger.settle(id, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 numbers of units for 2 charges");
        assertThatThrownBy(() -> ledger.settle(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.settle(id, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.settle(id, QuotaPolicy.MAX_UNITS + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(used(MONTH)).isEqualTo(5);
    }

    @Test
    void settleIsAbsoluteSoThatAnyNodeCanRepeatIt() {
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        try (Ledger other = other(10)) {
            other.settle(id, 3);
            other.settle(id, 3);
            assertThat(used(MONTH)).isEqualTo(3);
            ledger.settle(id, 5);
            assertThat(used(MONTH)).isEqualTo(5);
            other.hold(id).orElseThrow().settle();
            assertThat(used(MONTH)).isEqualTo(8);
        }
    }

    @Test
    void aRepeatedSettlementWritesNothing() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        hold.settle(3);
        int writes = database.wire().writes();

        hold.settle(3);
        ledger.settle(id, 3);

        assertThat(database.wire().writes()).isEqualTo(writes);
    }

    @Test
    void moreThanWasHeldIsCountedBeyondTheLimitAndAudited() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);

        QuotaUsage usage = hold.settle(12).usage();

        assertThat(usage.used()).isEqualTo(12);
        assertThat(usage.remaining()).isZero();
        AuditRecord overrun = audit().get(0);
        assertThat(overrun.act()).isEqualTo(QuotaAct.OVERRUN);
        assertThat(overrun.before()).hasValue(8);
        assertThat(overrun.after()).hasValue(12);
        assertThat(overrun.reason()).doesNotContain(id);
    }

    @Test
    void moreThanWasHeldWithinTheLimitIsNoOverrun() {
        ledger.reserve(List.of(charge(MONTH, 2)), MINUTE, id);

        ledger.settle(id, 10);

        assertThat(used(MONTH)).isEqualTo(10);
        assertThat(audit()).isEmpty();
    }

    @Test
    void aRefundIsAudited() {
        ledger.consume(List.of(charge(MONTH, 8)), id);

        ledger.settle(id, 3);

        assertThat(used(MONTH)).isEqualTo(3);
        AuditRecord refund = audit().get(0);
        assertThat(refund.act()).isEqualTo(QuotaAct.REFUNDED);
        assertThat(refund.before()).hasValue(8);
        assertThat(refund.after()).hasValue(3);
        assertThat(refund.by()).isEqualTo("application");
        assertThat(refund.reason())
                .isEqualTo("settled: " + AccountIds.UNNAMED.charge(id).substring(0, 12));
    }

    @Test
    void aRefundThatIsSentTwiceGivesBackOnce() {
        consume(MONTH, 2);
        ledger.consume(List.of(charge(MONTH, 8)), id);

        assertThat(ledger.release(id)).isTrue();
        assertThat(ledger.release(id)).isTrue();

        assertThat(used(MONTH)).isEqualTo(2);
        assertThat(audit()).hasSize(1);
    }

    @Test
    void settledAfterTheExpiryItIsCountedAllTheSame() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        clock.move(MINUTE);
        assertThat(consume(MONTH, 9).allowed()).isTrue();

        assertThat(hold.settle(8).usage().used()).isEqualTo(17);
        assertThat(audit().get(0).act()).isEqualTo(QuotaAct.OVERRUN);
    }

    @Test
    void settledAfterTheExpiryThatNobodyHasNoticedItIsCounted() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        clock.move(MINUTE);

        QuotaUsage usage = hold.settle().usage();

        assertThat(usage.used()).isEqualTo(8);
        assertThat(usage.reserved()).isZero();
    }

    @Test
    void isSettledByItsIdOnAnInterruptedThreadToo() {
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        Thread.currentThread().interrupt();

        QuotaDecision settled = ledger.settle(id, 3);
        boolean stays = Thread.currentThread().isInterrupted();
        boolean released = ledger.release(id);
        boolean found = ledger.hold(id).isPresent();

        assertThat(Thread.interrupted() && stays).isTrue();
        assertThat(settled.usage().used()).isEqualTo(3);
        assertThat(released && found).isTrue();
        assertThat(used(MONTH)).isZero();
    }

    @Test
    void anIdThatIsNotKnown() {
        assertThatThrownBy(() -> ledger.settle(id, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not known")
                .hasMessageNotContaining(id);
        assertThat(ledger.release(id)).isFalse();
        assertThat(ledger.hold(id)).isEmpty();
    }

    // release

    @Test
    void everyWayOutOfATryGivesBackWhatWasNotSettled() {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(this::failWhileHolding).hasMessage("the model is down");
        }

        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
        assertThat(used(MONTH)).isZero();
    }

    private void failWhileHolding() {
        try (QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE).orThrow()) {
            throw new IllegalStateException(hold.allowed() ? "the model is down" : "refused");
        }
    }

    @Test
    void afterSettleReleaseAndCloseDoNothing() {
        try (QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id)) {
            hold.settle(5);
            hold.release();
        }

        assertThat(used(MONTH)).isEqualTo(5);
    }

    @Test
    void releaseLeavesWhatWasSettledElsewhere() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        QuotaHold found = ledger.hold(id).orElseThrow();
        ledger.settle(id, 5);

        hold.close();
        found.release();

        assertThat(used(MONTH)).isEqualTo(5);
    }

    @Test
    void closingARepetitionLeavesTheFirstHoldOpen() {
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        QuotaHold repetition = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);

        repetition.close();
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(8);
        repetition.release();
        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
    }

    @Test
    void releaseLeavesWhatWasConsumed() {
        ledger.consume(List.of(charge(MONTH, 8)), id);

        ledger.hold(id).orElseThrow().release();

        assertThat(used(MONTH)).isEqualTo(8);
    }

    @Test
    void afterAnAttemptToSettleCloseLeavesTheHoldToItsExpiry() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        ledger.operators().erase(key, OLGA);
        assertThatThrownBy(() -> hold.settle(5)).isInstanceOf(IllegalArgumentException.class);
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);

        hold.close();

        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(8);
    }

    @Test
    void aHoldIsFoundByItsId() {
        QuotaHold first = ledger.reserve(List.of(charge(MONTH, 8), charge(DAY, 1)), MINUTE, id);

        QuotaHold found = ledger.hold(id).orElseThrow();

        assertThat(found.id()).isEqualTo(id);
        assertThat(found.decision().usages()).isEqualTo(first.decision().usages());
        assertThat(found.decision().replayed()).isTrue();
        assertThat(found.expiresAt()).isEqualTo(first.expiresAt());
        found.close();
        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
        assertThat(ledger.usage(key, DAY).reserved()).isZero();
    }

    @Test
    void aHoldThatIsFoundAfterItWasSettledGivesNothingBack() {
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id).settle();

        ledger.hold(id).orElseThrow().close();

        assertThat(used(MONTH)).isEqualTo(8);
    }

    // windows

    @Test
    void aNewWindowBeginsWithNothingReserved() {
        ledger.reserve(List.of(charge(DAY, 5)), Duration.ofDays(2), id);
        clock.set("2026-03-11T00:00:00Z");

        assertThat(ledger.usage(key, DAY).reserved()).isZero();
        assertThat(consume(DAY, 5).allowed()).isTrue();
        assertThat(ledger.usage(key, DAY).reserved()).isZero();
    }

    /** A refund goes to the window that was charged, and not to today's. */
    @Test
    void settledAfterTheWindowsEndItCorrectsTheHistory() {
        consume(DAY, 1);
        ledger.reserve(List.of(charge(DAY, 4)), Duration.ofDays(2), id);
        clock.set("2026-03-11T08:00:00Z");
        consume(DAY, 2);

        QuotaUsage usage = ledger.settle(id, 3).usage();

        assertThat(usage.used()).isEqualTo(2);
        assertThat(pastUsed()).containsExactly(4L);
        ledger.settle(id, 1);
        ledger.settle(id, 1);
        assertThat(pastUsed()).containsExactly(2L);
        assertThat(used(DAY)).isEqualTo(2);
    }

    @Test
    void aRefundOfAClosedWindowDoesNotReachTheNextOne() {
        ledger.consume(List.of(charge(DAY, 5)), id);
        clock.set("2026-03-11T08:00:00Z");
        consume(DAY, 2);

        ledger.release(id);

        assertThat(used(DAY)).isEqualTo(2);
        assertThat(pastUsed()).containsExactly(0L);
    }

    @Test
    void settledWhenTheWindowIsOverAndNothingHasFollowedItCorrectsThatWindow() {
        consume(DAY, 1);
        ledger.reserve(List.of(charge(DAY, 4)), Duration.ofDays(2), id);
        clock.set("2026-03-11T08:00:00Z");

        assertThat(ledger.settle(id, 2).usage().used()).isZero();
        consume(DAY, 5);

        assertThat(pastUsed()).containsExactly(3L);
        assertThat(used(DAY)).isEqualTo(5);
    }

    @Test
    void moreThanWasHeldOverrunsTheWindowThatWasCharged() {
        ledger.reserve(List.of(charge(DAY, 4)), Duration.ofDays(2), id);
        clock.set("2026-03-11T08:00:00Z");
        consume(DAY, 2);

        ledger.settle(id, 9);

        assertThat(pastUsed()).containsExactly(9L);
        assertThat(audit().get(0).act()).isEqualTo(QuotaAct.OVERRUN);
    }

    @Test
    void settledAfterItsWindowWasRemovedItStillAnswers() {
        ledger.reserve(List.of(charge(DAY, 4)), Duration.ofDays(2), id);
        clock.set("2026-03-11T08:00:00Z");
        consume(DAY, 2);
        database.execute("delete from ration_closed_window");

        assertThat(ledger.settle(id, 9).usage().used()).isEqualTo(2);
        assertThat(ledger.settle(id, 1).usage().used()).isEqualTo(2);
    }

    @Test
    void aWindowThatNeverEndsForgetsAnIdADayAfterItsHold() {
        QuotaPolicy trial = QuotaPolicy.of(3, QuotaPeriod.ONCE).withZone(UTC);
        ledger.reserve(List.of(charge(trial, 3)), MINUTE, id).settle(2);

        clock.move(MINUTE.plusHours(24).minusMillis(1));
        assertThat(ledger.settle(id, 3).usage().used()).isEqualTo(3);
        clock.move(Duration.ofMillis(1));
        assertThat(ledger.hold(id)).isEmpty();
        assertThat(ledger.usage(key, trial).used()).isEqualTo(3);
    }

    // calls in flight

    @Test
    void inflightLimitsWhatRunsAtOnceAndCountsNothing() {
        QuotaHold first = ledger.reserve(List.of(charge(INFLIGHT, 1)), MINUTE);
        ledger.reserve(List.of(charge(INFLIGHT, 2)), MINUTE);

        QuotaHold refused = ledger.reserve(List.of(charge(INFLIGHT, 1)), MINUTE);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.decision().retryAfter()).isEmpty();
        assertThat(refused.decision().neverFits()).isFalse();
        assertThat(refused.decision().usage().resets()).isFalse();

        QuotaUsage usage = first.settle(1).usage();
        assertThat(usage.used()).isZero();
        assertThat(usage.reserved()).isEqualTo(2);
        assertThat(ledger.reserve(List.of(charge(INFLIGHT, 1)), MINUTE).allowed())
                .isTrue();
    }

    @Test
    void whatADeadNodeKeepsInflightEndsWithItsHold() {
        ledger.reserve(List.of(charge(INFLIGHT, 3)), MINUTE);
        clock.move(MINUTE);

        assertThat(ledger.reserve(List.of(charge(INFLIGHT, 3)), MINUTE).allowed())
                .isTrue();
    }

    @Test
    void inflightIsNotForConsume() {
        assertThatThrownBy(() -> ledger.consume(List.of(charge(INFLIGHT, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inflight");
        assertThatThrownBy(() -> ledger.consume(List.of(charge(INFLIGHT, 1)), id))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.consumeAsync(List.of(charge(INFLIGHT, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ledger.usage(key, INFLIGHT).used()).isZero();
    }

    // calls of methods

    @Test
    void aCallIsCountedAndHeldAllOrNothing() {
        LedgerHold hold = ledger.chargeCall(List.of(counted(DAY, 1), held(MONTH, 4), held(INFLIGHT, 1)));

        assertThat(hold.decision().usages()).extracting(QuotaUsage::used).containsExactly(1L, 0L, 0L);
        assertThat(hold.decision().usages()).extracting(QuotaUsage::reserved).containsExactly(0L, 4L, 1L);
        assertThat(ledger.chargeCall(List.of(counted(DAY, 1), held(MONTH, 7))).allowed())
                .isFalse();
        assertThat(used(DAY)).isEqualTo(1);

        hold.settleAsync(3, 0).toCompletableFuture().join();

        assertThat(used(MONTH)).isEqualTo(3);
        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
        assertThat(ledger.usage(key, INFLIGHT).reserved()).isZero();
        assertThat(receipts()).isZero();
    }

    @Test
    void aCallWhoseAnswerIsLostIsChargedOnce() {
        consume(DAY, 1);
        ledger.reserve(List.of(charge(MONTH, 1)), MINUTE).release();
        database.wire().loseNextAnswer();

        LedgerHold hold = ledger.chargeCall(List.of(counted(DAY, 1), held(MONTH, 4)));

        assertThat(hold.allowed()).isTrue();
        assertThat(used(DAY)).isEqualTo(2);
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(4);
        database.wire().loseNextAnswer();
        hold.settle(4);
        assertThat(used(MONTH)).isEqualTo(4);
    }

    @Test
    void aCallThatCannotBeSettledWithoutAThreadThatWaitsHandsOutWhyAsItIs() {
        LedgerHold hold = ledger.chargeCall(List.of(held(MONTH, 4)));
        database.wire().refuseNext("23514");

        Throwable fault = hold.settleAsync(3)
                .<Throwable>handle((decision, thrown) -> thrown)
                .toCompletableFuture()
                .join();

        assertThat(fault).isInstanceOf(QuotaStoreException.class);
    }

    @Test
    void aCallsHoldCanBeLeftToTheApplication() {
        LedgerHold hold = ledger.chargeCall(List.of(counted(DAY, 1), held(MONTH, 4)));

        assertThat(ledger.settle(hold.id(), 2).usages())
                .extracting(QuotaUsage::used)
                .containsExactly(2L);
    }

    // hold and abandon

    @Test
    void whoeverHoldsAndAbandonsIsStoppedByMaxHolds() {
        try (Ledger small = other(3)) {
            for (int i = 0; i < 3; i++) {
                assertThat(small.reserve(List.of(charge(MONTH, 1)), MINUTE).allowed())
                        .isTrue();
            }

            QuotaDecision refused =
                    small.reserve(List.of(charge(MONTH, 1)), MINUTE).decision();
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.tooManyHolds()).isTrue();
            assertThat(refused.neverFits()).isFalse();
            assertThat(small.consume(List.of(charge(MONTH, 1))).allowed()).isTrue();
            clock.move(MINUTE);
            assertThat(small.reserve(List.of(charge(MONTH, 1)), MINUTE).allowed())
                    .isTrue();
        }
    }

    /** Nor by holding anew in each window: holds last longer than windows. */
    @Test
    void holdsOfWindowsThatAreOverAreAmongMaxHolds() {
        try (Ledger small = other(2)) {
            QuotaHold first = small.reserve(List.of(charge(DAY, 1)), Duration.ofDays(2));
            clock.move(Duration.ofDays(1));
            small.reserve(List.of(charge(DAY, 1)), Duration.ofDays(2));

            assertThat(small.reserve(List.of(charge(DAY, 1)), MINUTE).decision().tooManyHolds())
                    .isTrue();
            assertThat(small.operators()
                            .holds(AccountIds.UNNAMED.account(key, DAY), 0, 25)
                            .holds())
                    .hasSize(2);
            first.settle(1);
            assertThat(small.reserve(List.of(charge(DAY, 1)), MINUTE).allowed()).isTrue();
            clock.move(Duration.ofDays(2));
            assertThat(small.reserve(List.of(charge(DAY, 1)), MINUTE).allowed()).isTrue();
            assertThat(small.reserve(List.of(charge(DAY, 1)), MINUTE).allowed()).isTrue();
        }
    }

    // what is reported

    @Test
    void aHoldOfAWindowThatIsOverIsReportedWhenItHasExpired() {
        Reports reports = new Reports();
        try (Ledger watched =
                new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction), reports)) {
            watched.reserve(List.of(charge(DAY, 4)), Duration.ofDays(2));
            clock.move(Duration.ofDays(1));
            watched.consume(List.of(charge(DAY, 1)));
            assertThat(reports.ended).isZero();
            clock.move(Duration.ofDays(1));

            watched.consume(List.of(charge(DAY, 1)));
            watched.consume(List.of(charge(DAY, 1)));
        }

        assertThat(reports.ended).isEqualTo(1);
        assertThat(database.number(
                        "select count(*) from ration_receipt where state = 'HELD' and account_id = ?",
                        AccountIds.UNNAMED.account(key, DAY)))
                .isZero();
    }

    @Test
    void aHoldThatExpiresBesideAConflictIsReported() {
        Reports reports = new Reports();
        try (Ledger watched =
                new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction), reports)) {
            watched.consume(List.of(charge(MONTH, 3)), id);
            watched.reserve(List.of(charge(MONTH, 4)), MINUTE);
            clock.move(MINUTE);

            assertThatThrownBy(() -> watched.consume(List.of(charge(MONTH, 2)), id))
                    .isInstanceOf(QuotaConflictException.class);
        }

        assertThat(reports.ended).isEqualTo(1);
    }

    @Test
    void aHoldThatExpiresBesideAFailureIsReported() {
        Reports reports = new Reports();
        QuotaPolicy counting = MONTH.withBlock(false);
        try (Ledger watched =
                new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction), reports)) {
            watched.reserve(List.of(charge(MONTH, 4)), MINUTE);
            database.update("update ration_account set used = ? where quota_key = ?", Long.MAX_VALUE - 9, key);
            clock.move(MINUTE);

            assertThatThrownBy(() -> watched.consume(List.of(charge(counting, 10))))
                    .hasMessageContaining("would pass");
        }

        assertThat(reports.ended).isEqualTo(1);
    }

    @Test
    void aHoldThatExpiresInATransactionThatIsRolledBackIsReportedOnce() {
        Reports reports = new Reports();
        try (Ledger watched =
                new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction), reports)) {
            watched.reserve(List.of(charge(MONTH, 4)), MINUTE);
            clock.move(MINUTE);
            database.wire().refuseNext("23514");
            assertThatThrownBy(() -> watched.consume(List.of(charge(MONTH, 1))))
                    .isInstanceOf(QuotaStoreException.class);

            watched.consume(List.of(charge(MONTH, 1)));
        }

        assertThat(reports.ended).isEqualTo(1);
    }

    @Test
    void whatAnOperatorReleasesIsReported() {
        Reports reports = new Reports();
        try (Ledger watched =
                new Ledger(LedgerBeans.settings(clock, database), TestContainer.of(transaction), reports)) {
            watched.reserve(List.of(charge(MONTH, 4)), MINUTE, id);
            watched.reserve(List.of(charge(MONTH, 1)), Duration.ofSeconds(1));
            clock.move(Duration.ofSeconds(1));

            watched.operators().releaseHold(account(MONTH), AccountIds.UNNAMED.charge(id), OLGA);
        }

        assertThat(reports.settled).isEqualTo(1);
        assertThat(reports.ended).isEqualTo(1);
    }

    /** What was told to the ledger's listeners. */
    private static final class Reports implements LedgerListener {

        private volatile int ended;
        private int settled;

        @Override
        public void settled(SettleResult result) {
            settled += result.lines().size();
        }

        @Override
        public void ended(List<EndedHold> holds) {
            ended += holds.size();
        }
    }

    // what operators do

    @Test
    void erasedWithItsKeyAnIdIsNotKnown() {
        QuotaHold hold = ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);

        ledger.operators().erase(key, OLGA);

        assertThat(receipts()).isZero();
        assertThatThrownBy(hold::settle).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.settle(id, 1)).isInstanceOf(IllegalArgumentException.class);
        hold.release();
        assertThat(ledger.consume(List.of(charge(MONTH, 3)), id).replayed()).isFalse();
    }

    @Test
    void aPurgeLeavesWhatAnIdThatIsRememberedCountsIn() {
        ledger.reserve(List.of(charge(DAY, 5)), Duration.ofDays(7), id);
        clock.move(Duration.ofDays(3));

        assertThat(ledger.operators().purge(clock.instant(), OLGA)).isZero();
        ledger.settle(id, 2);
        assertThat(ledger.operators().purge(clock.instant(), OLGA)).isZero();
        clock.move(Duration.ofDays(5).plusHours(1));

        assertThat(ledger.operators().countPurge(clock.instant())).isPositive();
        assertThat(ledger.operators().purge(clock.instant(), OLGA)).isPositive();
        assertThat(ledger.operators()
                        .find(AccountFilter.ALL.withKey(key), AccountSort.KEY, false, 0, 9)
                        .accounts())
                .isEmpty();
        assertThat(receipts()).isZero();
    }

    @Test
    void aPurgeTakesAnAccountWhoseHoldsWereAbandoned() {
        ledger.reserve(List.of(charge(DAY, 5)), MINUTE, id);
        clock.move(Duration.ofDays(3));

        assertThat(ledger.operators().purge(clock.instant(), OLGA)).isPositive();
        assertThat(receipts()).isZero();
    }

    @Test
    void aRestartLeavesHoldsInTheirWindow() {
        consume(MONTH, 1);
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE, id);
        clock.move(Duration.ofSeconds(1));

        ledger.operators().restart(AccountRef.of(AccountIds.UNNAMED.account(key, MONTH)), OLGA);

        assertThat(ledger.usage(key, MONTH).reserved()).isZero();
        assertThat(consume(MONTH, 10).allowed()).isTrue();
        ledger.settle(id, 5);
        assertThat(used(MONTH)).isEqualTo(10);
        assertThat(pastUsed()).containsExactly(6L);
    }

    @Test
    void aWindowThatWasOpenedByMistakeTakesItsHoldsBack() {
        clock.set("2026-05-10T12:00:00Z");
        ledger.reserve(List.of(charge(DAY, 4)), Duration.ofDays(7), id);
        clock.set(TestClock.START);

        ledger.operators().restart(AccountRef.of(AccountIds.UNNAMED.account(key, DAY)), OLGA);

        assertThat(ledger.settle(id, 3).usage().reserved()).isZero();
        assertThat(consume(DAY, 5).allowed()).isTrue();
        assertThat(pastUsed()).containsExactly(3L);
    }

    @Test
    void aResetLeavesWhatIsHeld() {
        consume(MONTH, 2);
        ledger.consume(List.of(charge(MONTH, 3)), id);
        ledger.reserve(List.of(charge(MONTH, 4)), MINUTE, id + " held");

        ledger.reset(key);

        assertThat(ledger.usage(key, MONTH).used()).isZero();
        assertThat(ledger.usage(key, MONTH).reserved()).isEqualTo(4);
        assertThat(ledger.settle(id, 1).usage().used()).isZero();
        assertThat(ledger.settle(id + " held", 4).usage().used()).isEqualTo(4);
    }

    @Test
    void operatorsSeeWhatIsReserved() {
        ledger.reserve(List.of(charge(MONTH, 8)), MINUTE);

        assertThat(account().usage().reserved()).isEqualTo(8);
    }

    @Test
    void operatorsSeeOpenHoldsWithTheirAges() {
        ledger.reserve(List.of(charge(MONTH, 3)), Duration.ofMinutes(5));
        clock.move(MINUTE);
        ledger.reserve(List.of(charge(MONTH, 4)), MINUTE, id);
        ledger.reserve(List.of(charge(MONTH, 2)), MINUTE).settle();

        String account = AccountIds.UNNAMED.account(key, MONTH);
        List<OpenHold> holds = ledger.operators().holds(account, 0, 25).holds();

        assertThat(holds).extracting(OpenHold::units).containsExactly(3L, 4L);
        assertThat(holds).extracting(OpenHold::takenAt).containsExactly(TestClock.START, TestClock.START.plus(MINUTE));
        assertThat(holds.get(1).id()).isEqualTo(AccountIds.UNNAMED.charge(id));
        clock.move(MINUTE);
        assertThat(ledger.operators().holds(account, 0, 25).holds()).hasSize(1);
    }

    @Test
    void operatorsSeeOpenHoldsPageByPage() {
        String account = AccountIds.UNNAMED.account(key, MONTH);
        for (int units = 1; units <= 3; units++) {
            ledger.reserve(List.of(charge(MONTH, units)), MINUTE);
            clock.move(Duration.ofMillis(1));
        }

        HoldPage first = ledger.operators().holds(account, 0, 2);
        HoldPage last = ledger.operators().holds(account, 1, 2);

        assertThat(first.holds()).extracting(OpenHold::units).containsExactly(1L, 2L);
        assertThat(first.more()).isTrue();
        assertThat(last.holds()).extracting(OpenHold::units).containsExactly(3L);
        assertThat(last.more()).isFalse();
        assertThat(ledger.operators().holds("0".repeat(64), 0, 2)).isEqualTo(new HoldPage(List.of(), false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.operators().holds(account, 0, QuotaAdministration.MAX_PAGE_SIZE + 1));
    }

    @Test
    void anOperatorReleasesAHoldByHand() {
        ledger.reserve(List.of(charge(MONTH, 4), charge(DAY, 4)), MINUTE, id);
        AccountRef account = AccountRef.of(AccountIds.UNNAMED.account(key, MONTH));
        String hold =
                ledger.operators().holds(account.id(), 0, 1).holds().get(0).id();

        QuotaAccount released = ledger.operators().releaseHold(account, hold, OLGA);
        ledger.operators().releaseHold(account, hold, OLGA);

        assertThat(released.usage().reserved()).isZero();
        assertThat(released.version()).isEqualTo(1);
        assertThat(ledger.usage(key, DAY).reserved()).isEqualTo(4);
        assertThat(audit())
                .extracting(AuditRecord::act, AuditRecord::by)
                .containsExactly(tuple(QuotaAct.RELEASED, "olga"));
        assertThat(ledger.settle(id, 3).usages()).extracting(QuotaUsage::used).containsExactly(3L, 3L);
    }

    @Test
    void anOperatorReleasesAHoldOfAWindowThatIsOver() {
        ledger.reserve(List.of(charge(DAY, 4)), Duration.ofDays(2), id);
        clock.move(Duration.ofDays(1));
        consume(DAY, 1);

        QuotaAccount released = ledger.operators().releaseHold(account(DAY), AccountIds.UNNAMED.charge(id), OLGA);

        assertThat(released.version()).isEqualTo(1);
        assertThat(database.number("select admin_version from ration_account where id = ?", released.id()))
                .isEqualTo(1);
        assertThat(audit().get(0).before()).hasValue(4);
        assertThat(ledger.operators().holds(released.id(), 0, 25).holds()).isEmpty();
    }

    @Test
    void anOperatorReleasesNothingOfAHoldThatHasEnded() {
        ledger.reserve(List.of(charge(MONTH, 4)), MINUTE, id);
        clock.move(MINUTE);

        QuotaAccount released = ledger.operators().releaseHold(account(MONTH), AccountIds.UNNAMED.charge(id), OLGA);

        assertThat(released.usage().reserved()).isZero();
        assertThat(released.version()).isZero();
        assertThat(audit()).isEmpty();
    }

    @Test
    void anActGivesBackWhatHasEnded() {
        ledger.reserve(List.of(charge(MONTH, 4)), MINUTE, id);
        clock.move(MINUTE);

        assertThat(ledger.operators().grant(account(MONTH), 1, OLGA).usage().reserved())
                .isZero();
        assertThat(account().usage().reserved()).isZero();
    }

    // what it costs

    @Test
    void aChargeWithoutAnIdOnAnAccountWithHoldsCostsWhatItCostWithout() {
        consume(MONTH, 1);
        Statements without = statementsOf(() -> consume(MONTH, 1));
        ledger.reserve(List.of(charge(MONTH, 1)), MINUTE);

        Statements with = statementsOf(() -> consume(MONTH, 1));

        assertThat(with).isEqualTo(without);
    }

    @Test
    void nothingIsReadButTheAccountWhereNothingHasExpired() {
        ledger.reserve(List.of(charge(MONTH, 1)), MINUTE);
        Statements before = statementsOf(() -> ledger.reserve(List.of(charge(MONTH, 1)), MINUTE));

        Statements after = statementsOf(() -> ledger.reserve(List.of(charge(MONTH, 1)), MINUTE));

        assertThat(after).isEqualTo(before);
        assertThat(after.locks()).isLessThanOrEqualTo(1);
        assertThat(after.writes()).isBetween(1, 2);
    }

    Statements statementsOf(Runnable work) {
        int commits = database.wire().commits();
        int locks = database.wire().locks();
        int writes = database.wire().writes();
        work.run();
        return new Statements(
                database.wire().commits() - commits,
                database.wire().locks() - locks,
                database.wire().writes() - writes);
    }

    /** What was sent to the database. */
    record Statements(int commits, int locks, int writes) {}

    /** Another thread does something, and this one waits for it. */
    static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    QuotaDecision consume(QuotaPolicy policy, long cost) {
        return ledger.consume(List.of(charge(policy, cost)));
    }

    QuotaCharge charge(QuotaPolicy policy, long cost) {
        return new QuotaCharge(key, policy, cost);
    }

    CallCharge counted(QuotaPolicy policy, long cost) {
        return new CallCharge(charge(policy, cost), Optional.empty());
    }

    CallCharge held(QuotaPolicy policy, long cost) {
        return new CallCharge(charge(policy, cost), Optional.of(MINUTE));
    }

    long used(QuotaPolicy policy) {
        return database.number("select used from ration_account where id = ?", AccountIds.UNNAMED.account(key, policy));
    }

    long receipts() {
        return database.number(
                "select count(*) from ration_receipt r join ration_account a on a.id = r.account_id"
                        + " where a.quota_key = ?",
                key);
    }

    List<Long> pastUsed() {
        return database.rows(
                "select w.used from ration_closed_window w join ration_account a on a.id = w.account_id"
                        + " where a.quota_key = ? order by w.period_start",
                row -> row.getLong(1),
                key);
    }

    AccountRef account(QuotaPolicy policy) {
        return AccountRef.of(AccountIds.UNNAMED.account(key, policy));
    }

    QuotaAccount account() {
        return ledger.operators()
                .account(AccountIds.UNNAMED.account(key, MONTH))
                .orElseThrow()
                .account();
    }

    List<AuditRecord> audit() {
        return Stream.of(MONTH, DAY)
                .flatMap(policy -> ledger.operators().account(AccountIds.UNNAMED.account(key, policy)).stream())
                .flatMap(history -> history.audit().stream())
                .toList();
    }

    Ledger other(int maxHolds) {
        return new Ledger(LedgerBeans.settings(clock, database).withMaxHolds(maxHolds), TestContainer.of(transaction));
    }
}
