// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.testing.TestClock;

/** What operators see and do, on a real database. */
abstract class OperatorsContract extends RemovalsContract {

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
    void aWindowThatNeverEndsIsRestartedAndHistoryKeepsIt() {
        QuotaPolicy once =
                QuotaPolicy.of(10, QuotaPeriod.ONCE).withZone(MONTH.zone().orElseThrow());
        charge("user:1", once, 10);
        Instant start = clock.instant();
        clock.move(Duration.ofHours(1));
        Instant end = clock.instant();
        assertThat(charge("user:1", once, 1).allowed()).isFalse();

        administration.restart(only().ref(), OLGA);

        assertThat(charge("user:1", once, 10).allowed()).isTrue();
        assertThat(only().usage().periodStart()).isEqualTo(end);
        assertThat(only().usage().resetAt()).isEqualTo(QuotaPeriod.NEVER);
        assertThat(administration.account(only().id()).orElseThrow().windows())
                .extracting(PastWindow::used, PastWindow::periodStart, PastWindow::resetAt)
                .containsExactly(tuple(10L, start, end));
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
    void theFullestIsTheOneWithTheLeastRoomWhetherUsedOrReserved() {
        charge("user:a", MONTH.withLimit(100), 30);
        charge("user:b", MONTH, 2);
        ledger.reserve(List.of(new QuotaCharge("user:b", MONTH, 7)), Duration.ofMinutes(1));
        charge("user:c", MONTH, 5);
        charge("user:d", MONTH.withLimit(Quota.UNLIMITED), 50);

        assertThat(sorted(AccountSort.SHARE, true)).containsExactly("user:b", "user:c", "user:a", "user:d");
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
}
