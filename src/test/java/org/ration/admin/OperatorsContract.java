// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.ledger.Ledger;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** What operators see and do, on a real database. */
abstract class OperatorsContract {

    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy EXPORTS =
            QuotaPolicy.of(1000, QuotaPeriod.DAY).withZone(ZoneId.of("UTC")).withScope("exports");
    private static final QuotaPolicy HUGE = MONTH.withLimit(Quota.MAX_UNITS);
    private static final Signature OLGA = new Signature("olga", "ticket 7");

    @Inject
    QuotaAdministration administration;

    @Inject
    Ledger ledger;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @BeforeEach
    void noAccounts() {
        List.of("ration_account", "ration_closed_window", "ration_audit")
                .forEach(table -> database.execute("delete from " + table));
    }

    @Test
    void anOverrideIsInForceFromTheNextChargeOnUntilItsEnd() {
        charge("user:1", MONTH, 10);
        assertThat(charge("user:1", MONTH, 1).allowed()).isFalse();
        Instant end = TestClock.START.plus(Duration.ofHours(1));

        QuotaAccount account = administration.overrideLimit(only().ref(), 12, Optional.of(end), OLGA);

        assertThat(account.usage().limit()).isEqualTo(12);
        assertThat(account.declaredLimit()).isEqualTo(10);
        assertThat(account.override()).contains(new LimitOverride(12, Optional.of(end), "olga", "ticket 7"));
        assertThat(account.states()).contains(AccountState.OVERRIDDEN);
        assertThat(charge("user:1", MONTH, 2).allowed()).isTrue();
        clock.set(end);
        assertThat(charge("user:1", MONTH, 1).allowed()).isFalse();
        assertThat(only().override()).isEmpty();
    }

    @Test
    void anOverrideCanLiftTheLimitAndBeClearedAgain() {
        charge("user:1", MONTH, 10);
        QuotaAccount unlimited = administration.overrideLimit(only().ref(), Quota.UNLIMITED, Optional.empty(), OLGA);
        assertThat(unlimited.usage().unlimited()).isTrue();
        assertThat(charge("user:1", MONTH, 5).allowed()).isTrue();

        QuotaAccount cleared = administration.clearOverride(only().ref(), OLGA);

        assertThat(cleared.override()).isEmpty();
        assertThat(cleared.usage().limit()).isEqualTo(10);
        assertThat(charge("user:1", MONTH, 1).allowed()).isFalse();
        assertThat(acts()).containsExactly(QuotaAct.OVERRIDE_CLEARED, QuotaAct.OVERRIDE_SET);
    }

    @Test
    void clearingWithoutAnOverrideChangesNothing() {
        charge("user:1", MONTH, 1);

        QuotaAccount account = administration.clearOverride(only().ref(), OLGA);

        assertThat(account.version()).isZero();
        assertThat(acts()).isEmpty();
    }

    @Test
    void aKeyThatIsRefusedFromItsFirstCallOnIsPreparedAndGivenALimit() {
        QuotaPolicy closed = MONTH.withLimit(0);
        assertThat(charge("user:1", closed, 1).allowed()).isFalse();
        assertThat(found(AccountFilter.ALL)).isEmpty();

        QuotaAccount account = administration.prepare("user:1", closed, OLGA);
        assertThat(account).isEqualTo(only());
        assertThat(account.open()).isFalse();
        assertThat(account.usage().limit()).isZero();
        administration.overrideLimit(account.ref(), 2, Optional.empty(), OLGA);

        assertThat(charge("user:1", closed, 2).allowed()).isTrue();
        assertThat(charge("user:1", closed, 1).allowed()).isFalse();
        assertThat(acts()).containsExactly(QuotaAct.OVERRIDE_SET, QuotaAct.PREPARED);
    }

    @Test
    void anAccountThatIsThereIsNotPreparedAgain() {
        charge("user:1", MONTH, 3);

        QuotaAccount account = administration.prepare("user:1", MONTH.withLimit(7), OLGA);

        assertThat(account.usage().used()).isEqualTo(3);
        assertThat(account.declaredLimit()).isEqualTo(10);
        assertThat(account.version()).isZero();
        assertThat(acts()).isEmpty();
    }

    @Test
    void aPolicyWithoutAZoneIsPreparedInThatOfTheSetting() {
        QuotaAccount account = administration.prepare("user:1", QuotaPolicy.of(10, QuotaPeriod.MONTH), OLGA);

        assertThat(account.usage().zone()).isEqualTo(ZoneId.of("Asia/Kathmandu"));
    }

    @Test
    void aGrantIsForTheOpenWindowOnly() {
        charge("user:1", MONTH, 10);

        QuotaAccount account = administration.grant(only().ref(), 5, OLGA);

        assertThat(account.granted()).isEqualTo(5);
        assertThat(account.usage().limit()).isEqualTo(15);
        assertThat(charge("user:1", MONTH, 5).allowed()).isTrue();
        assertThat(charge("user:1", MONTH, 1).allowed()).isFalse();
        clock.set("2026-04-01T00:00:00Z");
        assertThat(charge("user:1", MONTH, 10).allowed()).isTrue();
        assertThat(charge("user:1", MONTH, 1).allowed()).isFalse();
    }

    @Test
    void aGrantCanBeTakenBackAndNotMore() {
        charge("user:1", MONTH, 1);
        administration.grant(only().ref(), 5, OLGA);

        assertThat(administration.grant(only().ref(), -5, OLGA).granted()).isZero();
        assertRefused(Refusal.BELOW_ZERO, () -> administration.grant(only().ref(), -1, OLGA));
    }

    @Test
    void aCorrectionAddsASignedAmountAndNeverGoesBelowZero() {
        charge("user:1", MONTH, 10);

        assertThat(administration.correct(only().ref(), -4, OLGA).usage().used())
                .isEqualTo(6);
        assertThat(administration.correct(only().ref(), 7, OLGA).usage().used()).isEqualTo(13);
        assertRefused(Refusal.BELOW_ZERO, () -> administration.correct(only().ref(), -14, OLGA));
        assertRefused(Refusal.TOO_MUCH, () -> administration.correct(only().ref(), Quota.MAX_UNITS, OLGA));
        assertThat(database.number("select used from ration_account")).isEqualTo(13);
        assertThat(administration.account(only().id()).orElseThrow().audit())
                .extracting(AuditRecord::act, entry -> entry.before().getAsLong(), entry -> entry.after()
                        .getAsLong())
                .containsExactly(tuple(QuotaAct.CORRECTED, 6L, 13L), tuple(QuotaAct.CORRECTED, 10L, 6L));
    }

    @Test
    void whatIsOverIsNotCorrected() {
        charge("user:1", MONTH, 10);
        clock.set("2026-04-01T00:00:00Z");

        assertRefused(Refusal.NO_OPEN_WINDOW, () -> administration.correct(only().ref(), -1, OLGA));
        assertRefused(Refusal.NO_OPEN_WINDOW, () -> administration.grant(only().ref(), 1, OLGA));
        assertThat(administration.reset(only().ref(), OLGA).version()).isZero();
        assertThat(acts()).isEmpty();
    }

    @Test
    void anActBehindAnothersBackIsRefused() {
        charge("user:1", MONTH, 10);
        AccountRef seen = only().ref();
        charge("user:1", EXPORTS, 1);
        administration.grant(seen, 1, OLGA);

        assertRefused(Refusal.ADJUSTED_MEANWHILE, () -> administration.grant(seen, 1, OLGA));
        assertRefused(Refusal.NO_ACCOUNT, () -> administration.grant(AccountRef.of("none"), 1, OLGA));
        assertThat(administration.grant(AccountRef.of(seen.id()), 1, OLGA).granted())
                .isEqualTo(2);
    }

    @Test
    void chargesDoNotChangeTheVersion() {
        charge("user:1", MONTH, 1);
        AccountRef seen = only().ref();

        charge("user:1", MONTH, 1);

        assertThat(only().ref()).isEqualTo(seen);
    }

    @Test
    void oneIsResetAndTheAuditTellsIt() {
        charge("user:1", MONTH, 7);

        QuotaAccount account = administration.reset(only().ref(), OLGA);

        assertThat(account.usage().used()).isZero();
        assertThat(account.version()).isEqualTo(1);
        AuditRecord entry = administration.audit(0, 10).entries().get(0);
        assertThat(entry.by()).isEqualTo("olga");
        assertThat(entry.reason()).isEqualTo("ticket 7");
        assertThat(entry.act()).isEqualTo(QuotaAct.RESET);
        assertThat(entry.at()).isEqualTo(TestClock.START);
        assertThat(entry.before()).hasValue(7);
        assertThat(entry.after()).hasValue(0);
        assertThat(entry.account()).contains(new AuditRecord.Subject(account.id(), "user:1", "", "month"));
    }

    @Test
    void aWindowIsRestartedAndHistoryKeepsIt() {
        charge("user:1", MONTH, 10);
        administration.grant(only().ref(), 2, OLGA);
        clock.move(Duration.ofHours(1));
        Instant end = clock.instant();

        QuotaAccount account = administration.restart(only().ref(), OLGA);

        assertThat(account.open()).isFalse();
        assertThat(account.usage().used()).isZero();
        assertThat(account.usage().limit()).isEqualTo(10);
        assertThat(charge("user:1", MONTH, 10).allowed()).isTrue();
        assertThat(charge("user:1", MONTH, 1).allowed()).isFalse();
        assertThat(only().usage().periodStart()).isEqualTo(end);
        assertThat(only().usage().resetAt()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        AccountHistory history = administration.account(account.id()).orElseThrow();
        assertThat(history.windows())
                .extracting(PastWindow::used, PastWindow::limit, PastWindow::resetAt)
                .containsExactly(tuple(10L, 12L, end));
        AuditRecord entry = history.audit().get(0);
        assertThat(entry.act()).isEqualTo(QuotaAct.RESTARTED);
        assertThat(entry.before()).hasValue(10);
        assertThat(entry.after()).hasValue(0);
        assertThat(entry.untilBefore()).contains(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(entry.untilAfter()).contains(end);
    }

    @Test
    void aRestartThatIsRepeatedChangesNothing() {
        charge("user:1", MONTH, 10);
        AccountRef seen = only().ref();
        administration.restart(seen, OLGA);

        assertRefused(Refusal.ADJUSTED_MEANWHILE, () -> administration.restart(seen, OLGA));
        administration.restart(AccountRef.of(seen.id()), OLGA);

        assertThat(acts()).containsExactly(QuotaAct.RESTARTED);
        assertThat(charge("user:1", MONTH, 10).allowed()).isTrue();
    }

    /** A clock that was ahead once has opened a window that would refuse until its time has come. */
    @Test
    void aWindowThatBeginsAfterNowIsShownAndRestarted() {
        clock.set("2029-03-01T00:00:00Z");
        charge("user:1", EXPORTS, 1000);
        clock.set("2026-03-10T12:00:00Z");
        assertThat(charge("user:1", EXPORTS, 1).allowed()).isFalse();
        assertThat(only().beginsLater()).isTrue();
        administration.reset(only().ref(), OLGA);
        assertThat(only().usage().resetAt()).isEqualTo(Instant.parse("2029-03-02T00:00:00Z"));

        administration.restart(only().ref(), OLGA);

        assertThat(charge("user:1", EXPORTS, 1000).allowed()).isTrue();
        assertThat(only().beginsLater()).isFalse();
        assertThat(only().usage().resetAt()).isEqualTo(Instant.parse("2026-03-11T00:00:00Z"));
        clock.set("2029-03-01T00:00:00Z");
        assertThat(charge("user:1", EXPORTS, 1000).allowed()).isTrue();
        clock.set("2029-03-02T00:00:00Z");
        assertThat(charge("user:1", EXPORTS, 1000).allowed()).isTrue();
    }

    @Test
    void whatTheApplicationResetsIsAuditedAsItsOwn() {
        charge("user:1", MONTH, 7);
        charge("user:1", EXPORTS, 3);

        ledger.reset("user:1", MONTH);
        ledger.reset("user:1");

        assertThat(administration.audit(0, 10).entries())
                .extracting(AuditRecord::by, AuditRecord::act, entry -> entry.before()
                        .getAsLong())
                .containsExactlyInAnyOrder(
                        tuple("application", QuotaAct.RESET, 7L), tuple("application", QuotaAct.RESET, 3L));
    }

    @Test
    void allThatMatchAreResetAndNoMoreThanAgreed() {
        for (int user = 0; user < 600; user++) {
            charge("user:" + user, MONTH, 1);
        }
        charge("user:1", EXPORTS, 3);
        AccountFilter months = AccountFilter.ALL.withPeriod("month");
        assertThat(administration.count(months)).isEqualTo(new AccountCount(600, 600));
        assertRefused(Refusal.MORE_THAN_CONFIRMED, () -> administration.resetAll(months, 599, OLGA));
        assertThat(acts()).isEmpty();

        assertThat(administration.resetAll(months, 600, OLGA)).isEqualTo(600);

        assertThat(administration.count(months)).isEqualTo(new AccountCount(600, 0));
        assertThat(database.number("select sum(used) from ration_account")).isEqualTo(3);
        assertThat(database.number("select count(*) from ration_audit")).isEqualTo(600);
    }

    @Test
    void accountsAreFoundByKeyScopePeriodAndState() {
        charge("user:Ann", MONTH, 8);
        charge("user:bob_1", MONTH, 10);
        charge("user:bobx1", MONTH, 1);
        charge("user:Ann", EXPORTS, 1);

        assertThat(keys(AccountFilter.ALL.withKey("ann"))).containsExactly("user:Ann", "user:Ann");
        assertThat(keys(AccountFilter.ALL.withKey("bob_"))).containsExactly("user:bob_1");
        assertThat(keys(AccountFilter.ALL.withScope("exports"))).containsExactly("user:Ann");
        assertThat(keys(AccountFilter.ALL.withScope(""))).hasSize(3);
        assertThat(keys(AccountFilter.ALL.withPeriod("day"))).containsExactly("user:Ann");
        assertThat(keys(AccountFilter.ALL.withState(AccountState.NEAR)))
                .containsExactlyInAnyOrder("user:Ann", "user:bob_1");
        assertThat(keys(AccountFilter.ALL.withState(AccountState.EXHAUSTED))).containsExactly("user:bob_1");
        clock.set("2026-04-01T00:00:00Z");
        assertThat(keys(AccountFilter.ALL.withState(AccountState.NEAR))).isEmpty();
    }

    /** The rule of the account and that of the query are one. */
    @Test
    void aStateIsTheSameInListsAndInAccounts() {
        long[] limits = {0, 1, 4, 5, 9, 10, Quota.MAX_UNITS, Quota.UNLIMITED};
        for (long limit : limits) {
            for (long used : new long[] {0, 1, 3, 4, 7, 8, 9, 10}) {
                String key = "user:" + limit + "/" + used;
                charge(key, MONTH.withLimit(limit).withBlock(false), used + 1);
                AccountRef account = AccountRef.of(found(key).id());
                administration.correct(account, -1, OLGA);
                if (used % 3 == 0) {
                    administration.grant(account, 3, OLGA);
                }
                if (used == 7) {
                    administration.overrideLimit(account, 8, Optional.empty(), OLGA);
                }
            }
        }

        for (AccountState state : AccountState.values()) {
            assertThat(found(AccountFilter.ALL.withState(state)))
                    .extracting(QuotaAccount::id)
                    .isEqualTo(found(AccountFilter.ALL).stream()
                            .filter(account -> account.states().contains(state))
                            .map(QuotaAccount::id)
                            .toList())
                    .isNotEmpty();
        }
    }

    @Test
    void accountsAreSortedAndPaged() {
        charge("user:a", MONTH.withLimit(100), 30);
        charge("user:b", MONTH, 9);
        charge("user:c", MONTH.withLimit(Quota.UNLIMITED), 50);
        clock.move(Duration.ofSeconds(1));
        charge("user:a", EXPORTS, 1);

        assertThat(sorted(AccountSort.USED, true)).containsExactly("user:c", "user:a", "user:b", "user:a");
        assertThat(sorted(AccountSort.SHARE, true).subList(0, 2)).containsExactly("user:b", "user:a");
        assertThat(sorted(AccountSort.UPDATED_AT, true)).startsWith("user:a");
        assertThat(sorted(AccountSort.RESET_AT, false)).startsWith("user:a");
        AccountPage first = administration.find(AccountFilter.ALL, AccountSort.KEY, false, 0, 3);
        AccountPage second = administration.find(AccountFilter.ALL, AccountSort.KEY, false, 1, 3);
        assertThat(first.more()).isTrue();
        assertThat(first.accounts())
                .extracting(account -> account.usage().key())
                .endsWith("user:b");
        assertThat(second.more()).isFalse();
        assertThat(second.accounts())
                .extracting(account -> account.usage().key())
                .containsExactly("user:c");
    }

    @Test
    void anAccountShowsItsClosedWindowsAndTheOneThatIsJustOver() {
        charge("user:1", MONTH, 3);
        clock.set("2026-04-02T00:00:00Z");
        charge("user:1", MONTH, 5);
        clock.set("2026-06-02T00:00:00Z");

        AccountHistory history = administration.account(only().id()).orElseThrow();

        assertThat(history.account().open()).isFalse();
        assertThat(history.account().usage().used()).isZero();
        assertThat(history.windows())
                .extracting(PastWindow::used, PastWindow::limit, PastWindow::resetAt)
                .containsExactly(
                        tuple(5L, 10L, Instant.parse("2026-05-01T00:00:00Z")),
                        tuple(3L, 10L, Instant.parse("2026-04-01T00:00:00Z")));
    }

    /** What was done after January does not change what was in force in January. */
    @Test
    void historyShowsTheLimitThatWasInForceInTheWindow() {
        charge("user:1", MONTH, 9);
        charge("user:2", MONTH, 9);
        administration.overrideLimit(found("user:2").ref(), 20, Optional.empty(), OLGA);
        clock.set("2026-04-05T00:00:00Z");
        administration.overrideLimit(found("user:1").ref(), 500, Optional.empty(), OLGA);
        administration.clearOverride(found("user:2").ref(), OLGA);
        assertThat(lastLimit("user:1")).isEqualTo(10);
        assertThat(lastLimit("user:2")).isEqualTo(20);
        clock.set("2026-04-06T00:00:00Z");

        charge("user:1", MONTH, 1);
        charge("user:2", MONTH, 1);

        assertThat(lastLimit("user:1")).isEqualTo(10);
        assertThat(lastLimit("user:2")).isEqualTo(20);
        clock.set("2026-05-01T00:00:00Z");
        charge("user:1", MONTH, 1);
        charge("user:2", MONTH, 1);
        assertThat(lastLimit("user:1")).isEqualTo(500);
        assertThat(lastLimit("user:2")).isEqualTo(10);
    }

    private long lastLimit(String key) {
        return administration
                .account(found(key).id())
                .orElseThrow()
                .windows()
                .get(0)
                .limit();
    }

    /** Who took what is his, and erases it, is still in the audit: with the act, the time and the reason. */
    @Test
    void anErasureLeavesItsTrace() {
        charge("user:olga", MONTH, 3);
        administration.grant(only().ref(), 100, new Signature("olga", "for me"));
        clock.move(Duration.ofHours(1));

        administration.erase("user:olga", new Signature("olga", "request 4"));
        administration.erase("user:olga", new Signature("olga", "once more"));

        assertThat(administration.audit(0, 10).entries())
                .extracting(AuditRecord::act, AuditRecord::by, AuditRecord::at, AuditRecord::reason)
                .containsExactlyInAnyOrder(
                        tuple(QuotaAct.GRANTED, "olga", TestClock.START, ""),
                        tuple(QuotaAct.ERASED, "olga", clock.instant(), "request 4"),
                        tuple(QuotaAct.ERASED, "olga", clock.instant(), "once more"));
        assertThat(administration.audit(0, 10).entries())
                .filteredOn(entry -> entry.act() == QuotaAct.GRANTED)
                .allSatisfy(entry -> assertThat(entry.after()).hasValue(100));
    }

    @Test
    void aForecastAnswersWhatTheActWouldAndChangesNothing() {
        charge("user:1", MONTH, 9);
        AccountRef account = only().ref();
        QuotaAccount before = only();

        AccountActs forecast = administration.forecast();

        assertThat(forecast.overrideLimit(account, 20, Optional.empty(), OLGA)
                        .usage()
                        .remaining())
                .isEqualTo(11);
        assertThat(forecast.grant(account, 5, OLGA).usage().limit()).isEqualTo(15);
        assertThat(forecast.correct(account, -4, OLGA).usage().used()).isEqualTo(5);
        assertThat(forecast.reset(account, OLGA).usage().used()).isZero();
        assertThat(forecast.restart(account, OLGA).open()).isFalse();
        assertThat(forecast.clearOverride(account, OLGA).override()).isEmpty();
        assertRefused(Refusal.BELOW_ZERO, () -> forecast.correct(account, -10, OLGA));
        assertRefused(Refusal.NO_ACCOUNT, () -> forecast.reset(AccountRef.of("none"), OLGA));
        assertThat(only()).isEqualTo(before);
        assertThat(acts()).isEmpty();
    }

    @Test
    void anErasedKeyIsNowhere() {
        charge("user:1", MONTH, 3);
        charge("user:1", EXPORTS, 3);
        charge("user:2", MONTH, 3);
        clock.set("2026-04-02T00:00:00Z");
        charge("user:1", MONTH, 3);
        administration.reset(found("user:1", "month").ref(), new Signature("olga", "Ann called"));

        assertThat(administration.countErase("user:1")).isEqualTo(2);
        assertThat(administration.erase("user:1", new Signature("olga", "request 4")))
                .isEqualTo(2);

        assertThat(found(AccountFilter.ALL))
                .extracting(account -> account.usage().key())
                .containsExactly("user:2");
        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
        assertThat(administration.audit(0, 10).entries()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.account()).isEmpty();
            assertThat(entry.reason()).isIn("", "request 4");
        });
        assertThat(database.number("select count(*) from ration_audit where key_id is not null"))
                .isZero();
        assertThat(charge("user:1", MONTH, 10).allowed()).isTrue();
    }

    @Test
    void aLongHistoryIsErasedPieceByPiece() {
        charge("user:1", MONTH, 3);
        String id = only().id();
        database.execute(IntStream.range(0, 11_000)
                .mapToObj(window -> "('" + id + "', " + window + ", " + (window + 1) + ", 1, 1, 0, '', 0)")
                .collect(joining(", ", "insert into ration_closed_window values ", "")));

        administration.erase("user:1", OLGA);

        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
    }

    @Test
    void anErasureFindsTheHistoryOfAnAccountThatIsGone() {
        charge("user:1", MONTH, 3);
        charge("user:2", MONTH, 3);
        clock.set("2026-04-02T00:00:00Z");
        charge("user:1", MONTH, 3);
        charge("user:2", MONTH, 3);
        database.execute("delete from ration_account");

        administration.erase("user:1", OLGA);

        assertThat(database.number("select count(*) from ration_closed_window")).isEqualTo(1);
        assertThat(charge("user:2", MONTH, 1).allowed()).isTrue();
        assertThat(administration.account(only().id()).orElseThrow().windows()).hasSize(1);
    }

    @Test
    void aPurgeOfLongHistoriesGoesPieceByPiece() {
        for (String key : List.of("user:1", "user:2", "user:3")) {
            charge(key, MONTH, 3);
            String id = found(key, "month").id();
            int windows = key.equals("user:2") ? 11_000 : 10;
            database.execute(IntStream.range(0, windows)
                    .mapToObj(window -> "('" + id + "', " + window + ", " + (window + 1) + ", 1, 1, 0, '', 0)")
                    .collect(joining(", ", "insert into ration_closed_window values ", "")));
        }
        clock.set("2026-06-02T00:00:00Z");

        assertThat(administration.purge(clock.instant(), OLGA)).isEqualTo(3);

        assertThat(database.number("select count(*) from ration_closed_window")).isZero();
    }

    @Test
    void aPurgeRemovesWhatIsIdleAndNothingElse() {
        for (int user = 0; user < 300; user++) {
            charge("idle:" + user, EXPORTS, 1);
        }
        charge("kept:overridden", EXPORTS, 1);
        administration.overrideLimit(found("kept:overridden").ref(), 5, Optional.empty(), OLGA);
        charge("kept:open", QuotaPolicy.of(5, QuotaPeriod.YEAR).withZone(ZoneId.of("UTC")), 1);
        database.execute(
                "insert into ration_account (id, key_id, namespace, scope, period, quota_key, zone, anchor, used,"
                        + " reserved,"
                        + " granted, quota_limit, threshold_mark, admin_version, updated_at)"
                        + " values ('1', '1', '', '', 'day', 'none:counted', 'UTC', 1, 0, 0, 0, 10, 0, 0, 0)");
        clock.set("2026-05-01T00:00:00Z");
        charge("kept:lately", EXPORTS, 1);
        clock.set("2026-05-03T00:00:00Z");
        Instant since = Instant.parse("2026-05-01T00:00:00Z");
        assertThat(administration.countPurge(since)).isEqualTo(301);

        assertThat(administration.purge(since, OLGA)).isEqualTo(301);

        assertThat(keys(AccountFilter.ALL)).containsExactly("kept:lately", "kept:open", "kept:overridden");
        assertThat(administration.audit(0, 10).entries().stream()
                        .filter(entry -> entry.act() == QuotaAct.PURGED)
                        .mapToLong(entry -> entry.before().getAsLong())
                        .sum())
                .isEqualTo(301);
    }

    @Test
    void whoResetsAllKeepsNoRowWhileItWaitsForAnother() throws Exception {
        charge("user:1", MONTH, 1);
        charge("user:2", MONTH, 1);
        charge("user:3", MONTH, 1);

        assertThat(whileOthersAreDone(
                        found("user:2").id(), () -> administration.resetAll(AccountFilter.ALL, 3, OLGA), 2))
                .isEqualTo(3);

        assertThat(administration.count(AccountFilter.ALL)).isEqualTo(new AccountCount(3, 0));
    }

    @Test
    void whoPurgesKeepsNoRowWhileItWaitsForAnother() throws Exception {
        charge("user:1", EXPORTS, 1);
        charge("user:2", EXPORTS, 1);
        charge("user:3", EXPORTS, 1);
        clock.set("2026-05-03T00:00:00Z");

        assertThat(whileOthersAreDone(found("user:2").id(), () -> administration.purge(clock.instant(), OLGA), 1))
                .isEqualTo(3);

        assertThat(found(AccountFilter.ALL)).isEmpty();
    }

    @Test
    void whoErasesKeepsNoRowWhileItWaitsForAnother() throws Exception {
        charge("user:1", EXPORTS, 1);
        charge("user:1", MONTH, 1);

        assertThat(whileOthersAreDone(found("user:1", "month").id(), () -> administration.erase("user:1", OLGA), 1))
                .isEqualTo(2);

        assertThat(found(AccountFilter.ALL)).isEmpty();
        assertThat(database.number("select count(*) from ration_audit where key_id is not null"))
                .isZero();
    }

    /**
     * What an act answers on accounts one of which is locked until so many entries are in the audit, as of all others.
     */
    private long whileOthersAreDone(String locked, Callable<Long> act, int entries) throws Exception {
        FutureTask<Long> acting = new FutureTask<>(act);
        try (Connection outsider = database.connect();
                Statement statement = outsider.createStatement()) {
            outsider.setAutoCommit(false);
            statement.execute("select * from ration_account where id = '" + locked + "' for update");
            new Thread(acting).start();
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> database.number("select count(*) from ration_audit") == entries);
            outsider.rollback();
        }
        return acting.get();
    }

    @Test
    void nonsenseIsRefusedBeforeTheDatabaseIsTouched() {
        AccountRef any = AccountRef.of("any");
        int commits = database.wire().commits();

        assertThatIllegalArgumentException().isThrownBy(() -> administration.grant(any, 0, OLGA));
        assertThatIllegalArgumentException().isThrownBy(() -> administration.correct(any, Long.MIN_VALUE, OLGA));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.overrideLimit(any, -1, Optional.empty(), OLGA));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.overrideLimit(any, 1, Optional.of(TestClock.START), OLGA));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.purge(TestClock.START.plusMillis(1), OLGA));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.purge(Instant.MIN, OLGA))
                .withMessageContaining("idleSince is -1000000000-01-01T00:00:00Z; use 0001-01-01T00:00:00Z to");
        assertThatIllegalArgumentException().isThrownBy(() -> administration.countPurge(Instant.MAX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.overrideLimit(any, 1, Optional.of(Instant.MAX), OLGA))
                .withMessageContaining("until is +1000000000-12-31T23:59:59.999999999Z; use 0001-01-01T00:00:00Z to"
                        + " 9999-12-31T23:59:59.999Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> administration.forecast().overrideLimit(any, 1, Optional.of(Instant.MAX), OLGA));
        assertThatIllegalArgumentException().isThrownBy(() -> administration.erase(" ", OLGA));
        assertThatIllegalArgumentException().isThrownBy(() -> new Signature("olga", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> new Signature("olga\n", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> administration.audit(-1, 10));
        assertThat(database.wire().commits()).isEqualTo(commits);
    }

    /**
     * The counters that stay hold exactly what was charged, plus corrections, less resets; meanwhile another key is
     * erased again and again, another window is purged, and limits go up and down.
     */
    @Test
    void theSumsAgreeWhenAllActsAreDoneWhile32ThreadsCharge() throws InterruptedException {
        charge("idle:1", MONTH, 1);
        clock.set("2026-04-10T00:00:00Z");
        List<String> keys = List.of("race:1", "race:2", "race:3", "gone:1");
        keys.forEach(key -> charge(key, HUGE, 5));
        charge("again:1", HUGE, 5);

        List<Long> taken = Race.run(33, 2640, number -> {
            if (number % 33 == 32) {
                act(number / 33);
                return 0L;
            }
            String key = keys.get(number % 4);
            return charge(key, HUGE, 1).allowed() && key.startsWith("race") ? 1L : 0L;
        });

        long charged = 15 + taken.stream().mapToLong(Long::longValue).sum();
        assertThat(charged).isEqualTo(15 + 2560 * 3 / 4);
        assertThat(database.number("select sum(used) from ration_account where quota_key like 'race:%'"))
                .isEqualTo(charged + changed("CORRECTED") + changed("RESET"));
        assertThat(database.number("select sum(granted) from ration_account where quota_key like 'race:%'"))
                .isEqualTo(changed("GRANTED"));
        assertThat(database.number("select sum(admin_version) from ration_account where quota_key like 'race:%'"))
                .isEqualTo(database.number("select count(*) from ration_audit where quota_key like 'race:%'"));
        assertThat(database.number("select count(distinct act) from ration_audit"))
                .isEqualTo(QuotaAct.values().length);
    }

    /** Every act there is, on one key after the other. */
    private void act(int number) {
        AccountRef account = AccountRef.of(found("race:" + (1 + number / 9 % 3)).id());
        switch (number % 9) {
            case 0 -> administration.correct(account, 3, OLGA);
            case 1 -> correctUnlessReset(account);
            case 2 -> administration.grant(account, 2, OLGA);
            case 3 -> administration.overrideLimit(account, Quota.MAX_UNITS, Optional.empty(), OLGA);
            case 4 -> administration.clearOverride(account, OLGA);
            case 5 -> administration.reset(account, OLGA);
            case 6 -> administration.restart(AccountRef.of(found("again:1").id()), OLGA);
            case 7 -> administration.resetAll(AccountFilter.ALL.withKey("race:"), 3, OLGA);
            default -> {
                administration.erase("gone:1", OLGA);
                administration.prepare("gone:1", HUGE, OLGA);
                administration.purge(Instant.parse("2026-04-09T00:00:00Z"), OLGA);
            }
        }
    }

    private void correctUnlessReset(AccountRef account) {
        try {
            administration.correct(account, -1, OLGA);
        } catch (QuotaActRefusedException refused) {
            assertThat(refused.refusal()).isEqualTo(Refusal.BELOW_ZERO);
        }
    }

    private long changed(String act) {
        return database.number(
                "select sum(value_after - value_before) from ration_audit where act = ? and quota_key like 'race:%'",
                act);
    }

    private void assertRefused(Refusal refusal, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(QuotaActRefusedException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(refusal));
    }

    private QuotaDecision charge(String key, QuotaPolicy policy, long cost) {
        return ledger.consume(List.of(new QuotaCharge(key, policy, cost)));
    }

    private QuotaAccount only() {
        return found(AccountFilter.ALL).get(0);
    }

    private QuotaAccount found(String key) {
        return found(AccountFilter.ALL.withKey(key)).get(0);
    }

    private QuotaAccount found(String key, String period) {
        return found(AccountFilter.ALL.withKey(key).withPeriod(period)).get(0);
    }

    private List<QuotaAccount> found(AccountFilter filter) {
        return administration.find(filter, AccountSort.KEY, false, 0, 100).accounts();
    }

    private List<String> keys(AccountFilter filter) {
        return found(filter).stream()
                .map(QuotaAccount::usage)
                .map(QuotaUsage::key)
                .toList();
    }

    private List<String> sorted(AccountSort sort, boolean descending) {
        return administration.find(AccountFilter.ALL, sort, descending, 0, 100).accounts().stream()
                .map(account -> account.usage().key())
                .toList();
    }

    private List<QuotaAct> acts() {
        return administration.audit(0, 100).entries().stream()
                .map(AuditRecord::act)
                .toList();
    }
}
