// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;
import org.ration.container.CommitStatus;
import org.ration.container.NewTransaction;
import org.ration.ledger.account.Account;
import org.ration.ledger.account.AccountIds;
import org.ration.ledger.batch.ConnectionAcquisition;
import org.ration.ledger.batch.Deadline;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.ledger.charge.TableSettings;
import org.ration.ledger.sql.AccountInsert;
import org.ration.ledger.sql.Database;
import org.ration.ledger.sql.Shards;
import org.ration.ledger.transaction.TransactionResult;
import org.ration.ledger.transaction.TransactionRunner;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;
import org.ration.testing.Transactions;

/** What the ledger does, the same on every database. */
abstract class LedgerContract {

    /** The connections of the tests' pools. */
    private static final int POOL = 24;

    static final ZoneId UTC = ZoneId.of("UTC");
    static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(UTC);
    static final QuotaPolicy DAY = QuotaPolicy.of(5, QuotaPeriod.DAY).withZone(UTC);

    @Inject
    Ledger ledger;

    @Inject
    NewTransaction transaction;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    String key;

    @BeforeEach
    void everyTestHasItsOwnKey(TestInfo test) {
        key = "user:" + test.getTestMethod().orElseThrow().getName();
    }

    // counting

    @Test
    void countsWhatItAllows() {
        QuotaDecision decision = consume(MONTH, 3);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage())
                .isEqualTo(QuotaUsage.builder(key, QuotaPeriod.MONTH, UTC)
                        .used(3)
                        .limit(10)
                        .window(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"))
                        .build());
        assertThat(counter(MONTH)).isEqualTo(3);
    }

    @Test
    void refusesTheChargeThatWouldPassTheLimit() {
        consume(MONTH, 8);

        QuotaDecision refused = consume(MONTH, 3);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.neverFits()).isFalse();
        assertThat(refused.usage().used()).isEqualTo(8);
        assertThat(refused.retryAfter())
                .contains(Duration.between(TestClock.START, Instant.parse("2026-04-01T00:00:00Z")));
        assertThat(counter(MONTH)).isEqualTo(8);
    }

    @Test
    void takesTheLastUnit() {
        consume(MONTH, 8);

        assertThat(consume(MONTH, 2).usage().remaining()).isZero();
        assertThat(consume(MONTH, 1).allowed()).isFalse();
        assertThat(counter(MONTH)).isEqualTo(10);
    }

    @Test
    void aCostAboveTheLimitNeverFits() {
        QuotaDecision refused = consume(MONTH, 11);

        assertThat(refused.neverFits()).isTrue();
        assertThat(refused.retryAfter()).isEmpty();
    }

    @Test
    void aLimitOfZeroRefusesEverything() {
        QuotaDecision refused = consume(MONTH.withLimit(0), 1);

        assertThat(refused.violated()).hasSize(1);
        assertThat(ledger.usage(key)).as("counters that were ever charged").isEmpty();
    }

    @Test
    void takesAllOrNothing() {
        consume(DAY, 5);

        QuotaDecision refused = consume(charge(MONTH, 1), charge(DAY, 1));

        assertThat(refused.violated()).extracting(QuotaUsage::policyName).containsExactly("day");
        assertThat(refused.usages()).extracting(QuotaUsage::policyName).containsExactly("month", "day");
        assertThat(counter(MONTH)).isZero();
        assertThat(counter(DAY)).isEqualTo(5);
    }

    @Test
    void reportsAllThatRefuse() {
        QuotaDecision refused = consume(charge(DAY, 6), charge(MONTH, 2), charge(MONTH.withScope("exports"), 11));

        assertThat(refused.violated()).extracting(QuotaUsage::policyName).containsExactly("day", "exports-month");
    }

    @Test
    void answersInTheOrderOfTheCharges() {
        for (List<QuotaPolicy> order : List.of(List.of(DAY, MONTH), List.of(MONTH, DAY))) {
            QuotaDecision decision = ledger.consume(
                    order.stream().map(policy -> charge(policy, 1)).toList());

            assertThat(decision.usages())
                    .extracting(QuotaUsage::period)
                    .containsExactlyElementsOf(
                            order.stream().map(QuotaPolicy::period).toList());
        }
    }

    @Test
    void countsBeyondTheLimitWhereItDoesNotBlock() {
        QuotaDecision decision = consume(MONTH.withBlock(false), 25);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage().used()).isEqualTo(25);
        assertThat(consume(MONTH, 1).allowed()).isFalse();
    }

    @Test
    void countsNothingWhereABlockingQuotaRefusesBesideOneThatDoesNotBlock() {
        QuotaDecision refused = consume(charge(MONTH.withBlock(false), 6), charge(DAY, 6));

        assertThat(refused.violated()).extracting(QuotaUsage::policyName).containsExactly("day");
        assertThat(counter(MONTH)).isZero();
    }

    @Test
    void aCostOfNothingIsAllowedAndLeavesNoRow() {
        QuotaDecision decision = consume(MONTH.withLimit(0), 0);

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.usage().used()).isZero();
        assertThat(rows()).isZero();
    }

    @Test
    void aCostOfNothingBesideOthersOpensNoWindow() {
        QuotaDecision decision = consume(charge(DAY, 0), charge(MONTH, 1));

        assertThat(decision.usages()).extracting(QuotaUsage::used).containsExactly(0L, 1L);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void unlimitedCountsAndNeverRefuses() {
        QuotaDecision decision = consume(MONTH.withLimit(Quota.UNLIMITED), Quota.MAX_UNITS);

        assertThat(decision.usage().unlimited()).isTrue();
        assertThat(counter(MONTH)).isEqualTo(Quota.MAX_UNITS);
    }

    @Test
    void decidesEachChargeByItsOwnLimit() {
        consume(MONTH.withLimit(100), 50);

        assertThat(consume(MONTH, 1).allowed()).isFalse();
        assertThat(consume(MONTH.withLimit(51), 1).usage().limit()).isEqualTo(51);
    }

    @Test
    void aCounterThatIsFullIsAFaultAndNoRefill() {
        consume(MONTH.withBlock(false), 1);
        setAll("used = " + (Long.MAX_VALUE - 1));

        assertThatThrownBy(() -> consume(MONTH.withBlock(false), 2))
                .asInstanceOf(InstanceOfAssertFactories.type(QuotaStoreException.class))
                .satisfies(fault -> assertThat(fault.outcomeUnknown()).isFalse())
                .extracting(Throwable::getMessage)
                .asString()
                .contains("would pass");
        assertThat(counter(MONTH)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void theTablesRefuseNegativeCounts() {
        consume(MONTH, 1);

        assertThatThrownBy(() -> setAll("used = -1")).hasRootCauseInstanceOf(SQLException.class);
        assertThatThrownBy(() -> setAll("granted = -1")).hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void refusesOneCounterTwiceAndEmptyLists() {
        assertThatThrownBy(() -> consume(charge(MONTH, 1), charge(MONTH.withLimit(7), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one counter");
        assertThatThrownBy(() -> ledger.consume(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> consume(QuotaPolicy.of(1, QuotaPeriod.DAY), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zone");
    }

    @Test
    void keepsAwkwardKeysApart() {
        List<String> keys =
                List.of("k:a", "k:A", "k:ａ", "k:a ", "k:é", "k:e\u0301", "k:%", "k:😀", "k:" + "x".repeat(198));

        keys.forEach(each -> ledger.consume(List.of(new QuotaCharge(each, MONTH, 1))));

        assertThat(keys).allSatisfy(each -> {
            assertThat(ledger.usage(each)).hasSize(1);
            assertThat(ledger.usage(each, MONTH).used()).isEqualTo(1);
        });
    }

    // windows

    @Test
    void theNextWindowBeginsAtTheEndOfTheLast() {
        consume(DAY, 5);

        clock.set("2026-03-10T23:59:59.999Z");
        assertThat(consume(DAY, 1).allowed()).isFalse();
        clock.set("2026-03-11T00:00:00Z");
        assertThat(consume(DAY, 1).usage().used()).isEqualTo(1);

        assertThat(database.number(
                        "select w.used from ration_closed_window w join ration_account a on a.id = w.account_id"
                                + " where a.quota_key = ? and w.quota_limit = 5 and w.granted = 0 and w.reset_at = ?",
                        key,
                        Instant.parse("2026-03-11T00:00:00Z").toEpochMilli()))
                .isEqualTo(5);
    }

    @Test
    void theNextWindowOfHoursBeginsWithTheFirstUseAfterItsEnd() {
        QuotaPolicy hours =
                QuotaPolicy.of(5, QuotaPeriod.hours(5)).withZone(DAY.zone().orElseThrow());
        clock.set("2026-03-10T12:00:00.250Z");
        consume(hours, 3);

        clock.set("2026-03-10T17:00:00.249Z");
        assertThat(consume(hours, 3).retryAfter()).contains(Duration.ofMillis(1));
        clock.set("2026-03-11T09:30:00Z");
        QuotaDecision next = consume(hours, 3);

        assertThat(next.allowed()).isTrue();
        assertThat(next.usage().used()).isEqualTo(3);
        assertThat(next.usage().periodStart()).isEqualTo("2026-03-11T09:30:00Z");
        assertThat(next.usage().resetAt()).isEqualTo("2026-03-11T14:30:00Z");
        assertThat(ledger.usage(key, hours)).isEqualTo(next.usage());
    }

    @Test
    void theWindowOfOnceIsTheOnlyOne() {
        QuotaPolicy once =
                QuotaPolicy.of(5, QuotaPeriod.ONCE).withZone(DAY.zone().orElseThrow());
        consume(once, 5);

        clock.set("2126-03-10T12:00:00Z");
        QuotaDecision refused = consume(once, 1);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEmpty();
        assertThat(refused.usage().resetAt()).isEqualTo(QuotaPeriod.NEVER);
        assertThat(counter(once)).isEqualTo(5);
    }

    @Test
    void aRefusalClosesNoWindow() {
        consume(DAY, 5);
        clock.set("2026-03-12T08:00:00Z");

        QuotaDecision refused = consume(DAY, 6);

        assertThat(refused.usage().used()).isZero();
        assertThat(refused.usage().periodStart()).isEqualTo("2026-03-12T00:00:00Z");
        assertThat(counter(DAY)).isEqualTo(5);
    }

    @Test
    void instantsAreWholeMilliseconds() {
        clock.set("2026-03-10T12:00:00.123456789Z");

        assertThat(consume(DAY, 1).decidedAt()).isEqualTo("2026-03-10T12:00:00.123Z");
    }

    @Test
    void clocksThatDifferShareOneWindowThatNeverMovesBackwards() {
        TestClock behind = new TestClock();
        TestClock ahead = new TestClock();
        Ledger slow = ledgerWith(behind, false, Duration.ofSeconds(10));
        Ledger fast = ledgerWith(ahead, false, Duration.ofSeconds(10));
        Instant noon = TestClock.START;
        QuotaPolicy minute = QuotaPolicy.of(2, QuotaPeriod.MINUTE).withZone(UTC);
        Instant lastStart = Instant.MIN;
        long granted = 0;

        for (int second = 0; second < 1200; second += 20) {
            Ledger node = second % 40 == 0 ? slow : fast;
            behind.set(noon.plusSeconds(second).minusSeconds(600));
            ahead.set(noon.plusSeconds(second).plusSeconds(600));
            QuotaDecision decision = node.consume(List.of(charge(minute, 1)));
            assertThat(decision.usage().periodStart()).isAfterOrEqualTo(lastStart);
            lastStart = decision.usage().periodStart();
            granted += decision.allowed() ? 1 : 0;
        }

        // The 20 minutes have 20 windows; before the fast clock's first one, the slow one had one of its own.
        assertThat(granted).isLessThanOrEqualTo(2 * 21);
        assertThat(database.number(
                        "select sum(used) from (select used from ration_account where quota_key = ? union all"
                                + " select w.used from ration_closed_window w join ration_account a on a.id ="
                                + " w.account_id where a.quota_key = ?) counted",
                        key,
                        key))
                .isEqualTo(granted);
    }

    @Test
    void aSystemClockFarAheadOpensNoWindow() {
        QuotaPolicy hour = QuotaPolicy.of(10, QuotaPeriod.HOUR).withZone(UTC);
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));

        assertThatThrownBy(() -> ledgerWith(ahead, true, Duration.ofSeconds(10)).consume(List.of(charge(hour, 1))))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("clock is ahead")
                .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                .isEqualTo(false);
        assertThat(counter(hour)).isZero();
        assertThat(ledgerWith(Clock.systemUTC(), true, Duration.ofSeconds(10))
                        .consume(List.of(charge(hour, 1)))
                        .allowed())
                .isTrue();
    }

    @Test
    void aClockOfTheApplicationIsBelieved() {
        QuotaPolicy hour = QuotaPolicy.of(10, QuotaPeriod.HOUR).withZone(UTC);
        clock.set(Instant.now().plus(Duration.ofDays(400)));

        assertThat(consume(hour, 1).allowed()).isTrue();
    }

    // what operators set

    @Test
    void anOverrideIsInForceUntilItsEnd() {
        consume(MONTH, 1);
        setAll("limit_override = 3, override_until = "
                + TestClock.START.plusSeconds(60).toEpochMilli());

        assertThat(consume(MONTH, 3).violated()).hasSize(1);
        assertThat(consume(MONTH, 2).usage().limit()).isEqualTo(3);
        clock.move(Duration.ofSeconds(60));

        assertThat(consume(MONTH, 7).usage().limit()).isEqualTo(10);
    }

    @Test
    void whatIsGrantedAddsToTheLimitOfThisWindow() {
        consume(DAY, 1);
        setAll("granted = 2");

        assertThat(consume(DAY, 6).usage().limit()).isEqualTo(7);
        clock.move(Duration.ofDays(1));

        assertThat(consume(DAY, 1).usage().limit()).isEqualTo(5);
        assertThat(database.number("select granted from ration_account where quota_key = ?", key))
                .isZero();
    }

    @Test
    void aChargeLeavesWhatOperatorsSet() {
        consume(DAY, 1);
        setAll("limit_override = 4, override_reason = 'trial', override_by = 'ann', admin_version = 7");

        clock.move(Duration.ofDays(1));
        consume(DAY, 1);

        assertThat(database.text(
                        "select concat(limit_override, override_reason, override_by, admin_version)"
                                + " from ration_account where quota_key = ?",
                        key))
                .isEqualTo("4trialann7");
    }

    // looking and resetting

    @Test
    void checkAnswersWithoutCharging() {
        consume(MONTH, 8);

        assertThat(ledger.check(charge(MONTH, 2)).allowed()).isTrue();
        assertThat(ledger.check(charge(MONTH, 2)).usage().used()).isEqualTo(8);
        assertThat(ledger.check(charge(MONTH, 3)).allowed()).isFalse();
        assertThat(ledger.check(charge(MONTH, 11)).neverFits()).isTrue();
        assertThat(counter(MONTH)).isEqualTo(8);
    }

    @Test
    void looksPastEveryCache() {
        consume(MONTH, 1);
        setAll("used = 6");

        assertThat(ledger.usage(key, MONTH).used()).isEqualTo(6);
        assertThat(consume(MONTH, 1).usage().used()).isEqualTo(7);
    }

    @Test
    void theUsageOfAKeyThatWasNeverUsedIsAFreshWindow() {
        QuotaUsage usage = ledger.usage(key, DAY);

        assertThat(usage.used()).isZero();
        assertThat(usage.periodStart()).isEqualTo("2026-03-10T00:00:00Z");
        assertThat(usage.resetAt()).isEqualTo("2026-03-11T00:00:00Z");
        assertThat(rows()).isZero();
    }

    @Test
    void theUsagesOfAKeyAreOrderedByScopeAndPeriod() {
        consume(charge(MONTH.withScope("exports"), 1), charge(MONTH, 2), charge(DAY, 3));
        clock.move(Duration.ofDays(1));

        List<QuotaUsage> usages = ledger.usage(key);

        assertThat(usages).extracting(QuotaUsage::policyName).containsExactly("day", "month", "exports-month");
        assertThat(usages).extracting(QuotaUsage::used).containsExactly(0L, 2L, 1L);
        assertThat(usages).extracting(QuotaUsage::limit).containsExactly(5L, 10L, 10L);
    }

    @Test
    void keysAreComparedAsTheyAreWhateverTheirHash() {
        consume(MONTH, 1);
        database.update(
                "insert into ration_account (id, key_id, namespace, scope, period, quota_key, zone, anchor, used,"
                        + " reserved, holds, granted,"
                        + " quota_limit, threshold_mark, period_start, reset_at, admin_version, updated_at)"
                        + " select 'x', key_id, namespace, scope, period, 'another', zone, anchor, 9, reserved,"
                        + " holds, granted,"
                        + " quota_limit, threshold_mark, period_start, reset_at, admin_version, updated_at"
                        + " from ration_account where quota_key = ?",
                key);

        assertThat(ledger.usage(key)).extracting(QuotaUsage::used).containsExactly(1L);
        database.update("delete from ration_account where id = 'x'");
    }

    @Test
    void resetsEveryCounterOfAKey() {
        consume(charge(MONTH, 2), charge(DAY, 3));

        assertThat(ledger.reset(key)).isEqualTo(2);

        assertThat(counter(MONTH)).isZero();
        assertThat(counter(DAY)).isZero();
        assertThat(ledger.usage(key, DAY).resetAt()).isEqualTo("2026-03-11T00:00:00Z");
        assertThat(ledger.reset(key)).isZero();
    }

    @Test
    void resetsOneCounter() {
        consume(charge(MONTH, 2), charge(DAY, 3));

        assertThat(ledger.reset(key, DAY.withLimit(99))).isTrue();

        assertThat(counter(MONTH)).isEqualTo(2);
        assertThat(counter(DAY)).isZero();
        assertThat(ledger.reset(key, DAY)).isFalse();
        assertThat(ledger.reset(key, QuotaPolicy.of(1, QuotaPeriod.YEAR))).isFalse();
    }

    @Test
    void resetLeavesHistory() {
        consume(DAY, 3);
        clock.move(Duration.ofDays(1));

        assertThat(ledger.reset(key)).isZero();
        assertThat(counter(DAY)).isEqualTo(3);
    }

    // the caller's transaction

    @Test
    void theChargeStaysWhenTheCallerRollsBack() throws Exception {
        database.execute("create table if not exists work (name varchar(100))");

        Transactions.rolledBack(() -> {
            insertWork();
            assertThat(consume(MONTH, 10).allowed()).isTrue();
            assertThat(consume(MONTH, 1).allowed()).isFalse();
        });

        assertThat(counter(MONTH)).isEqualTo(10);
        assertThat(work()).isZero();
    }

    @Test
    void aRefusalOrFaultLeavesTheCallersWork() throws Exception {
        database.execute("create table if not exists work (name varchar(100))");
        consume(MONTH, 10);

        Transactions.committed(() -> {
            insertWork();
            assertThat(consume(MONTH, 1).allowed()).isFalse();
            database.wire().loseNextAnswer();
            assertThatThrownBy(() -> consume(DAY, 1)).isInstanceOf(QuotaStoreException.class);
        });

        assertThat(work()).isEqualTo(1);
    }

    // faults

    @Test
    void aCommitWhoseAnswerIsLostIsUnknownAndNotRetried() {
        consume(MONTH, 1);
        int before = database.wire().commits();
        database.wire().loseNextAnswer();

        assertThatThrownBy(() -> consume(MONTH, 1))
                .isInstanceOf(QuotaStoreException.class)
                .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                .isEqualTo(true);
        assertThat(counter(MONTH)).isEqualTo(2);
        assertThat(database.wire().commits() - before).isEqualTo(1);
    }

    @Test
    void aFirstChargeWhoseRowHadNoAnswerHasNotCharged() {
        database.wire().loseNextAnswer();

        assertThatThrownBy(() -> consume(MONTH, 1))
                .isInstanceOf(QuotaStoreException.class)
                .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                .isEqualTo(false);
        assertThat(counter(MONTH)).isZero();
    }

    @Test
    void aCommitThatTheDatabaseRolledBackForAnotherIsRunAgain() {
        consume(MONTH, 1);
        database.wire().refuseNext("40001");

        assertThat(consume(MONTH, 1).allowed()).isTrue();
        assertThat(counter(MONTH)).isEqualTo(2);
    }

    @Test
    void aTransactionIsNotRunForEverThoughOneIsWithdrawnFromItsLastRun() {
        AtomicInteger runs = new AtomicInteger();
        TransactionRunner unlucky = turn(new Withdrawing(12, runs));

        assertThatThrownBy(() -> unlucky.change(tables -> {
                    tables.insertMeta(key + runs, "");
                    return TransactionResult.changed(true);
                }))
                .isInstanceOf(QuotaStoreException.class);

        assertThat(runs).hasValue(13);
    }

    /** Each commit is refused for the sake of another, but the one that is withdrawn from. */
    private final class Withdrawing implements ConnectionAcquisition {

        private final Deadline deadline = Deadline.in(Duration.ofSeconds(60));
        private final int withdrawn;
        private final AtomicInteger runs;

        private Withdrawing(int withdrawn, AtomicInteger runs) {
            this.withdrawn = withdrawn;
            this.runs = runs;
        }

        @Override
        public void begin() {
            assertThat(runs.get()).isLessThan(20);
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public boolean commits() {
            if (runs.incrementAndGet() == withdrawn) {
                return false;
            }
            database.wire().refuseNext("40001");
            return true;
        }

        @Override
        public Deadline deadline() {
            return deadline;
        }
    }

    @Test
    void aCommitThatViolatesAConstraintHasNotCharged() {
        consume(MONTH, 1);
        database.wire().refuseNext("23514");

        assertThatThrownBy(() -> consume(MONTH, 1))
                .isInstanceOf(QuotaStoreException.class)
                .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                .isEqualTo(false);
        assertThat(counter(MONTH)).isEqualTo(1);
    }

    @Test
    void aRefusalNeedsNoCommit() {
        consume(MONTH, 10);
        int before = database.wire().commits();

        consume(MONTH, 1);
        ledger.usage(key);
        ledger.check(charge(MONTH, 1));

        assertThat(database.wire().commits()).isEqualTo(before);
    }

    @Test
    void aRowThatStaysLockedHasNotCharged() throws SQLException {
        consume(MONTH, 1);
        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            statement.execute("select * from ration_account where quota_key = '" + key + "' for update");
            long start = System.nanoTime();

            assertThatThrownBy(() ->
                            ledgerWith(clock, false, Duration.ofMillis(300)).consume(List.of(charge(MONTH, 1))))
                    .isInstanceOf(QuotaStoreException.class)
                    .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                    .isEqualTo(false);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            outsider.rollback();
        }
        assertThat(counter(MONTH)).isEqualTo(1);
        assertThat(consume(MONTH, 1).allowed()).isTrue();
    }

    /** Whoever adds the same row may never end; MariaDB's own patience is 50 s. */
    @Test
    void aRowThatAnotherIsAddingIsNotWaitedForBeyondTheTimeout() throws SQLException {
        Account account = Account.unused(AccountIds.UNNAMED, charge(MONTH, 1));
        consume(DAY, 1);
        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            statement.execute(
                    "insert into ration_account (id, key_id, namespace, scope, period, quota_key, zone, anchor, used,"
                            + " reserved, holds, granted, quota_limit, threshold_mark, admin_version, updated_at)"
                            + " values ('"
                            + account.id() + "', '" + account.keyId() + "', '', '', 'month', '" + key
                            + "', 'UTC', 1, 0, 0, 0, 0, 10, 0, 0, 0)");
            long start = System.nanoTime();

            assertThatThrownBy(() -> turn(Duration.ofMillis(300)).addIfMissing(AccountInsert.of(account)))
                    .isInstanceOf(QuotaStoreException.class)
                    .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                    .isEqualTo(false);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
            outsider.rollback();
        }
        assertThat(turn(Duration.ofSeconds(10)).addIfMissing(AccountInsert.of(account)))
                .isTrue();
        assertThat(turn(Duration.ofSeconds(10)).addIfMissing(AccountInsert.of(account)))
                .isFalse();
        assertThat(consume(MONTH, 1).allowed()).isTrue();
    }

    @Test
    void accountsAreAddedAllOrNone() {
        consume(MONTH, 3);
        QuotaPolicy hour = QuotaPolicy.of(5, QuotaPeriod.HOUR).withZone(UTC);

        assertThat(turn(Duration.ofSeconds(10)).tryToAdd(AccountInsert.of(accounts(DAY, MONTH, hour)), Duration.ZERO))
                .isFalse();
        assertThat(accounts()).isEqualTo(1);

        assertThat(turn(Duration.ofSeconds(10)).tryToAdd(AccountInsert.of(accounts(DAY, hour)), Duration.ZERO))
                .isTrue();
        assertThat(accounts()).isEqualTo(3);
        assertThat(counter(MONTH)).isEqualTo(3);
    }

    private long accounts() {
        return database.number("select count(*) from ration_account where quota_key = ?", key);
    }

    private Collection<Account> accounts(QuotaPolicy... policies) {
        SortedMap<String, Account> accounts = new TreeMap<>();
        for (QuotaPolicy policy : policies) {
            Account account = Account.unused(AccountIds.UNNAMED, charge(policy, 1));
            accounts.put(account.id(), account);
        }
        return accounts.values();
    }

    @Test
    void aFirstChargeWhoseRowLostToADeadlockIsRunAgain() {
        database.wire().refuseNext("40P01");

        assertThat(consume(MONTH, 1).allowed()).isTrue();
        assertThat(counter(MONTH)).isEqualTo(1);
    }

    @Test
    void aClockOutOfAllBoundsIsNamedAndChargesNothing() {
        Clock endless = Clock.fixed(Instant.MAX, UTC);

        assertThatThrownBy(
                        () -> ledgerWith(endless, false, Duration.ofSeconds(10)).consume(List.of(charge(MONTH, 1))))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("the clock java.time.Clock$FixedClock returns no usable time")
                .hasRootCauseMessage(
                        "the time is " + Instant.MAX + "; use 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z");
        assertThat(rows()).isZero();
    }

    @Test
    void aClockThatFailsIsNamedAndChargesNothing() {
        consume(MONTH, 1);
        Ledger failing = ledgerWith(new FailingClock(), false, Duration.ofSeconds(10));

        assertThatThrownBy(() -> failing.consume(List.of(charge(MONTH, 1))))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("the clock " + FailingClock.class.getName() + " returns no usable time")
                .hasRootCauseMessage("no time")
                .extracting(fault -> ((QuotaStoreException) fault).outcomeUnknown())
                .isEqualTo(false);
        assertThat(counter(MONTH)).isEqualTo(1);
    }

    @Test
    void waitsForAConnectionNoLongerThanItMay() throws Exception {
        DatabaseGate store = new DatabaseGate(
                TestContainer.of(transaction), settings(clock, false, 1, Duration.ofSeconds(1)), ended -> {});

        QuotaStoreException fault = store.access(turn -> CompletableFuture.supplyAsync(
                        () -> catchThrowableOfType(QuotaStoreException.class, () -> store.access(other -> 1)))
                .join());

        assertThat(fault).hasMessageContaining("no connection for charging was free within PT1S");
        assertThat(fault.outcomeUnknown()).isFalse();
        assertThat(store.<Integer>access(turn -> 1))
                .as("the connection is free again")
                .isEqualTo(1);
    }

    /** The pool itself would make them wait for 5 s. */
    @Test
    void whoGetsNoConnectionOfThePoolHasNotChargedAndIsNotInterrupted() throws Exception {
        Ledger starved = ledgerWith(clock, false, Duration.ofMillis(300));
        consume(MONTH, 1);
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            all.add(database.dataSource().getConnection());
        }

        List<QuotaStoreException> faults = Race.run(16, 32, number -> {
            QuotaCharge charge = new QuotaCharge(key, MONTH.withScope("s" + number % 4), 1);
            QuotaStoreException fault =
                    catchThrowableOfType(QuotaStoreException.class, () -> starved.consume(List.of(charge)));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return fault;
        });
        for (Connection connection : all) {
            connection.close();
        }

        assertThat(faults)
                .allSatisfy(fault -> assertThat(fault).returns(false, QuotaStoreException::outcomeUnknown))
                .extracting(Throwable::getMessage)
                .contains("the connection pool gave no connection within ration.timeout; nothing has been charged")
                .allSatisfy(message -> assertThat(message).contains("no connection"));
        assertThat(database.used(key)).isEqualTo(1);
        assertThat(consume(MONTH, 1).allowed()).isTrue();
    }

    /** 200 callers of 200 keys, one of which has its row locked by somebody else, and the default settings. */
    @Test
    void aRowThatSomebodyElseHasLockedDelaysNobodyElse() throws Exception {
        Ledger usual = ledgerWith(clock, false, Duration.ofSeconds(5));
        String locked = key + "0";
        Race.run(8, 200, number -> usual.consume(List.of(new QuotaCharge(key + number, MONTH, 1))));
        ExecutorService waiting = Executors.newSingleThreadExecutor();
        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            // By the primary key: a scan would lock the other rows, too, at REPEATABLE READ.
            statement.execute("select * from ration_account where id = '" + idOf(locked) + "' for update");
            Future<QuotaStoreException> fault = waiting.submit(() -> catchThrowableOfType(
                    QuotaStoreException.class, () -> usual.consume(List.of(new QuotaCharge(locked, MONTH, 1)))));

            List<Long> nanos = Race.run(199, 199 * 3, number -> {
                long start = System.nanoTime();
                QuotaCharge charge = new QuotaCharge(key + (1 + number % 199), MONTH, 1);
                return usual.consume(List.of(charge)).allowed() ? System.nanoTime() - start : Long.MAX_VALUE;
            });

            assertThat(Duration.ofNanos(Collections.max(nanos))).isLessThan(Duration.ofSeconds(3));
            assertThat(fault.get())
                    .hasMessageContaining("another session keeps a row")
                    .returns(false, QuotaStoreException::outcomeUnknown);
            outsider.rollback();
        }
        waiting.shutdown();
        assertThat(database.used(locked)).isEqualTo(1);
    }

    private String idOf(String quotaKey) {
        return database.rows("select id from ration_account where quota_key = ?", row -> row.getString(1), quotaKey)
                .get(0);
    }

    @Test
    void chargesOfNobodyWhoWaitsAreExact() {
        QuotaPolicy some = MONTH.withLimit(100);
        List<CompletableFuture<QuotaDecision>> decisions = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            decisions.add(ledger.consumeAsync(List.of(charge(some, 1))).toCompletableFuture());
        }

        List<QuotaDecision> decided =
                decisions.stream().map(CompletableFuture::join).toList();

        assertThat(decided.stream().filter(QuotaDecision::allowed)).hasSize(100);
        assertThat(decided.stream().filter(QuotaDecision::allowed).map(decision -> decision.usage()
                        .used()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(counter(some)).isEqualTo(100);
    }

    @Test
    void aChargeOfNoUnitThatNobodyWaitsForChangesNothing() {
        QuotaDecision fresh = ledger.consumeAsync(List.of(charge(MONTH, 0)))
                .toCompletableFuture()
                .join();
        assertThat(fresh.allowed()).isTrue();
        assertThat(rows()).isZero();
        consume(MONTH, 3);
        int before = database.wire().commits();

        QuotaDecision decision = ledger.consumeAsync(List.of(charge(MONTH, 0)))
                .toCompletableFuture()
                .join();

        assertThat(decision.usage().used()).isEqualTo(3);
        assertThat(database.wire().commits()).isEqualTo(before);
    }

    @Test
    void tooManyWhoNobodyWaitsForAreTurnedAway() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        Ledger small = new Ledger(
                new LedgerSettings(
                        clock,
                        false,
                        1,
                        Duration.ofSeconds(10),
                        4,
                        LedgerBeans.tables(database, AccountIds.UNNAMED),
                        UTC),
                TestContainer.of(new Opened(transaction, connected, open)));
        List<CompletableFuture<QuotaDecision>> decisions = new ArrayList<>();
        CompletableFuture<QuotaDecision> first =
                small.consumeAsync(List.of(charge(MONTH, 1))).toCompletableFuture();
        connected.await();
        for (int i = 0; i < 3; i++) {
            QuotaCharge charge = new QuotaCharge(key, MONTH.withScope("s" + i / 2), 1);
            decisions.add(small.consumeAsync(List.of(charge)).toCompletableFuture());
        }
        decisions.add(small.consumeAsync(List.of(charge(MONTH, 1))).toCompletableFuture());
        open.countDown();

        assertThat(first.join().allowed()).isTrue();
        assertThatThrownBy(decisions.get(3)::join)
                .hasCauseInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("too many charges are waiting on this node");
        assertThat(decisions.subList(0, 3)).allMatch(decision -> decision.join().allowed());
        small.close();
        assertThatThrownBy(() -> small.consumeAsync(List.of(charge(MONTH, 1)))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("the application is being stopped");
    }

    @Test
    void anInterruptedCallerHasNotChargedAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> consume(MONTH, 1))
                .isInstanceOf(QuotaStoreException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(rows()).isZero();
    }

    @Test
    void applicationsOfDifferentNamespacesShareNoCounter() {
        Ledger shop = ledgerIn("shop-" + key.hashCode());
        Ledger billing = ledgerIn("billing-" + key.hashCode());

        shop.consume(List.of(charge(MONTH, 10)));

        assertThat(shop.consume(List.of(charge(MONTH, 1))).allowed()).isFalse();
        assertThat(billing.consume(List.of(charge(MONTH, 1))).allowed()).isTrue();
        assertThat(consume(MONTH, 1).allowed()).isTrue();
        assertThat(shop.usage(key)).extracting(QuotaUsage::used).containsExactly(10L);
        assertThat(billing.usage(key)).extracting(QuotaUsage::used).containsExactly(1L);
        assertThat(billing.reset(key)).isEqualTo(1);
        assertThat(shop.usage(key, MONTH).used()).isEqualTo(10);
    }

    @Test
    void operatorsSeeAndTouchTheirOwnNamespaceAlone() {
        Signature signed = new Signature("ann", "test");
        QuotaAdministration shop = ledgerIn("shop-" + key.hashCode()).operators();
        Ledger ledgerOfBilling = ledgerIn("billing-" + key.hashCode());
        QuotaAdministration billing = ledgerOfBilling.operators();
        String id = shop.prepare(key, MONTH, signed).id();
        ledgerOfBilling.consume(List.of(charge(MONTH, 3)));

        assertThat(billing.account(id)).isEmpty();
        assertThatThrownBy(() -> billing.overrideLimit(AccountRef.of(id), 5, Optional.empty(), signed))
                .isInstanceOf(QuotaActRefusedException.class);
        assertThat(billing.find(AccountFilter.ALL, AccountSort.KEY, false, 0, 10)
                        .accounts())
                .singleElement()
                .matches(account -> !account.id().equals(id));
        assertThat(shop.resetAll(AccountFilter.ALL, 100, signed)).isZero();
        assertThat(shop.audit(0, 10).entries()).hasSize(1);
        assertThat(billing.audit(0, 10).entries()).isEmpty();

        assertThat(shop.erase(key, signed)).isEqualTo(1);
        assertThat(ledgerOfBilling.usage(key, MONTH).used()).isEqualTo(3);
        assertThat(database.number("select count(*) from ration_audit where id like ?", id.substring(0, 8) + "%"))
                .as("entries whose ids still begin as those of the erased key")
                .isZero();
    }

    Ledger ledgerIn(String namespace) {
        TableSettings tables = LedgerBeans.tables(database, new AccountIds(namespace));
        return new Ledger(
                new LedgerSettings(clock, false, 8, Duration.ofSeconds(10), 100, tables, ZoneId.of("UTC")),
                TestContainer.of(transaction));
    }

    QuotaDecision consume(QuotaPolicy policy, long cost) {
        return consume(charge(policy, cost));
    }

    QuotaDecision consume(QuotaCharge... charges) {
        return ledger.consume(List.of(charges));
    }

    QuotaCharge charge(QuotaPolicy policy, long cost) {
        return new QuotaCharge(key, policy, cost);
    }

    Ledger ledgerWith(Clock other, boolean systemClock, Duration timeout) {
        return new Ledger(settings(other, systemClock, 8, timeout), TestContainer.of(transaction));
    }

    private LedgerSettings settings(Clock other, boolean systemClock, int connections, Duration timeout) {
        return new LedgerSettings(
                other,
                systemClock,
                connections,
                timeout,
                LedgerSettings.DEFAULT_WAITING,
                LedgerBeans.tables(database, AccountIds.UNNAMED),
                UTC);
    }

    long counter(QuotaPolicy policy) {
        return database.number(
                "select used from ration_account where quota_key = ? and period = ? and scope = ?",
                key,
                policy.period().unit(),
                policy.scope());
    }

    TransactionRunner turn(Duration timeout) {
        return turn(ConnectionAcquisition.until(Deadline.in(timeout)));
    }

    private TransactionRunner turn(ConnectionAcquisition connection) {
        return new TransactionRunner(
                TestContainer.of(transaction),
                connection,
                new Database(new Shards(database.kind().shards())));
    }

    private long rows() {
        return database.number("select count(*) from ration_account where quota_key = ?", key);
    }

    private void setAll(String columns) {
        database.update("update ration_account set " + columns + " where quota_key = ?", key);
    }

    private void insertWork() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into work (name) values (?)")) {
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    private long work() {
        return database.number("select count(*) from work where name = ?", key);
    }

    /** Transactions whose work is done once a latch is open. */
    private static final class Opened extends NewTransaction {

        private final NewTransaction real;
        private final CountDownLatch connected;
        private final CountDownLatch open;

        private Opened(NewTransaction real, CountDownLatch connected, CountDownLatch open) {
            this.real = real;
            this.connected = connected;
            this.open = open;
        }

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            return real.run(store -> {
                work.accept(store);
                connected.countDown();
                assertThatCode(open::await).doesNotThrowAnyException();
            });
        }
    }

    /** Tells no time. */
    private static final class FailingClock extends Clock {

        @Override
        public Instant instant() {
            throw new IllegalStateException("no time");
        }

        @Override
        public ZoneId getZone() {
            return UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
