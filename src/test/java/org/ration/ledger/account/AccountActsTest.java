// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.AccountState;
import org.ration.admin.LimitOverride;
import org.ration.admin.PastWindow;
import org.ration.admin.QuotaAct;
import org.ration.admin.QuotaActRefusedException;
import org.ration.admin.QuotaActRefusedException.Refusal;
import org.ration.admin.Signature;

/** What operators see of an account and do to it. */
class AccountActsTest {

    private static final QuotaPolicy DAY = QuotaPolicy.of(10, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));
    private static final Instant MORNING = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-11T00:00:00Z");

    @Test
    void resetIsAnActWithItsVersionAndTime() {
        Account account = used(7);

        assertThat(new Adjustment(account, NOON).reset()).contains(new AdminChange(QuotaAct.RESET, 7L, 0L));
        assertThat(account.adminVersion()).isEqualTo(4);
        assertThat(account.updatedAt()).contains(NOON);
    }

    @Test
    void correctsWhatIsUsed() {
        Account account = used(7);

        assertThat(new Adjustment(account, NOON).correct(-7)).isEqualTo(new AdminChange(QuotaAct.CORRECTED, 7L, 0L));
        assertThat(account.usage(DAY, NOON).used()).isZero();
        assertThat(new Adjustment(account, NOON).correct(Quota.MAX_UNITS))
                .isEqualTo(new AdminChange(QuotaAct.CORRECTED, 0L, Quota.MAX_UNITS));
        assertThat(account.usage(DAY, NOON).used()).isEqualTo(Quota.MAX_UNITS);
        assertThat(account.adminVersion()).isEqualTo(5);
        assertThat(account.updatedAt()).contains(NOON);
    }

    @Test
    void grantsForTheOpenWindowAndTakesBack() {
        Account account = used(10);

        assertThat(new Adjustment(account, NOON).grant(5)).isEqualTo(new AdminChange(QuotaAct.GRANTED, 0L, 5L));
        assertThat(account.usage(DAY, NOON).remaining()).isEqualTo(5);
        assertThat(new Adjustment(account, NOON).grant(-2)).isEqualTo(new AdminChange(QuotaAct.GRANTED, 5L, 3L));
        assertThat(account.granted(NOON)).isEqualTo(3);
        assertThat(account.granted(MIDNIGHT)).isZero();
        assertThat(account.adminVersion()).isEqualTo(5);
        assertThat(account.updatedAt()).contains(NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "7, -8, BELOW_ZERO",
        "0, 1000000000000000, TOO_MUCH",
        "1, 999999999999999, TOO_MUCH",
        "9223372036854775807, 1, TOO_MUCH"
    })
    void refusesAnAmountThatLeavesTheRange(long used, long units, Refusal reason) {
        Account account = used(used);

        assertThat(refusal(() -> new Adjustment(account, NOON).correct(units))).isEqualTo(reason);
        assertThat(account.usage(DAY, NOON).used()).isEqualTo(used);
        assertThat(account.adminVersion()).isEqualTo(3);
    }

    @Test
    void whatIsAboveTheRangeCanBeLowered() {
        Account account = used(Long.MAX_VALUE);

        new Adjustment(account, NOON).correct(-Quota.MAX_UNITS);

        assertThat(account.usage(DAY, NOON).used()).isEqualTo(Long.MAX_VALUE - Quota.MAX_UNITS);
    }

    @Test
    void refusesToChangeAWindowThatIsOver() {
        assertThat(refusal(() -> new Adjustment(used(7), MIDNIGHT).correct(1))).isEqualTo(Refusal.NO_OPEN_WINDOW);
        assertThat(refusal(() -> new Adjustment(used(7), MIDNIGHT).grant(1))).isEqualTo(Refusal.NO_OPEN_WINDOW);
        assertThat(refusal(() -> new Adjustment(neverUsed(), NOON).grant(1))).isEqualTo(Refusal.NO_OPEN_WINDOW);
    }

    @Test
    void aRestartEndsTheWindowNow() {
        Account account = used(7);

        assertThat(new Adjustment(account, NOON).restart())
                .contains(new AdminChange(QuotaAct.RESTARTED, 7L, 0L, MIDNIGHT.toEpochMilli(), NOON.toEpochMilli()));
        assertThat(account.isOpen(NOON)).isFalse();
        assertThat(account.usage(DAY, NOON).periodStart()).isEqualTo(NOON);
        assertThat(account.usage(DAY, NOON).resetAt()).isEqualTo(MIDNIGHT);
        assertThat(account.endedWindow(NOON).map(ClosedWindow::view)).contains(new PastWindow(MORNING, NOON, 7, 10, 0));
        assertThat(account.adminVersion()).isEqualTo(4);
        assertThat(new Adjustment(account, NOON).restart()).isEmpty();
        assertThat(account.adminVersion()).isEqualTo(4);
    }

    /** So that it grants no more than the limit once again, whatever the clocks say. */
    @Test
    void toAClockThatIsBehindARestartedWindowIsStillOpen() {
        Account account = used(7);

        new Adjustment(account, NOON).restart();

        assertThat(account.usage(DAY, NOON.minusMillis(1)).used()).isEqualTo(7);
    }

    @Test
    void aWindowThatHasJustBegunIsRestarted() {
        Account account = used(7);

        new Adjustment(account, MORNING).restart();

        assertThat(account.isOpen(MORNING)).isTrue();
        assertThat(account.isOpen(MORNING.plusMillis(1))).isFalse();
        assertThat(account.usage(DAY, MORNING.plusMillis(1)).periodStart()).isEqualTo(MORNING.plusMillis(1));
    }

    /** Else it would begin a window before this one, and another clock this one once more. */
    @Test
    void aRestartByAClockThatIsBehindKeepsTheStart() {
        Account account = used(7);

        new Adjustment(account, MORNING.minusSeconds(10)).restart();

        assertThat(account.usage(DAY, MORNING.minusSeconds(8)).used()).isEqualTo(7);
        assertThat(account.endedWindow(NOON).map(ClosedWindow::view))
                .contains(new PastWindow(MORNING, MORNING.plusMillis(1), 7, 10, 0));
    }

    @Test
    void aWindowThatAWrongClockHasOpenedIsGivenUp() {
        Account account = used(7);
        Instant before = MORNING.minus(ClockMargin.MAX).minusMillis(1);

        new Adjustment(account, before).restart();

        assertThat(account.isOpen(before)).isFalse();
        assertThat(account.usage(DAY, before).periodStart()).isEqualTo(before);
    }

    @Test
    void anOverrideIsSignedAndHasAnEnd() {
        Account account = used(7);

        AdminChange change =
                new Adjustment(account, NOON).override(20, Optional.of(MIDNIGHT), new Signature("olga", "ticket 7"));

        assertThat(change).isEqualTo(new AdminChange(QuotaAct.OVERRIDE_SET, null, 20L, null, MIDNIGHT.toEpochMilli()));
        assertThat(account.limit().override(NOON))
                .contains(new LimitOverride(20, Optional.of(MIDNIGHT), "olga", "ticket 7"));
        assertThat(account.limit().override(MIDNIGHT)).isEmpty();
        assertThat(account.adminVersion()).isEqualTo(4);
        assertThat(account.updatedAt()).contains(NOON);
    }

    @Test
    void anOverrideIsClearedInForceOrNot() {
        Account account = used(7);
        new Adjustment(account, MORNING).override(20, Optional.of(NOON), new Signature("olga", "ticket 7"));

        assertThat(new Adjustment(account, NOON).clearOverride())
                .contains(new AdminChange(QuotaAct.OVERRIDE_CLEARED, 20L, null, NOON.toEpochMilli(), null));
        assertThat(account.limit().override(MORNING)).isEmpty();
        assertThat(account.adminVersion()).isEqualTo(5);
        assertThat(account.updatedAt()).contains(NOON);
        assertThat(new Adjustment(account, NOON).clearOverride()).isEmpty();
        assertThat(account.adminVersion()).isEqualTo(5);
    }

    @Test
    void showsTheWindowThatIsOverUntilTheNextOpens() {
        Account account = used(7);

        assertThat(account.endedWindow(NOON)).isEmpty();
        assertThat(neverUsed().endedWindow(NOON)).isEmpty();
        assertThat(account.endedWindow(MIDNIGHT).map(ClosedWindow::view))
                .hasValueSatisfying(window -> assertThat(window.used()).isEqualTo(7));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 8, 0, true, false", // used up to 80 %
        "10, 7, 0, false, false",
        "10, 7, 1, true, false", // what is reserved counts as used
        "10, 10, 0, true, true",
        "10, 9, 1, true, true",
        "11, 8, 0, false, false", // 80 % are rounded up
        "11, 9, 0, true, false",
        "0, 0, 0, true, true",
    })
    void isNearFrom80PercentAndExhaustedFrom100(long limit, long used, long reserved, boolean near, boolean exhausted) {
        Account account = account(used, reserved, limit, null);

        assertThat(new AccountView(account, NOON).is(AccountState.NEAR)).isEqualTo(near);
        assertThat(new AccountView(account, NOON).is(AccountState.EXHAUSTED)).isEqualTo(exhausted);
        assertThat(new AccountView(account, MIDNIGHT).is(AccountState.NEAR)).isFalse();
        assertThat(new AccountView(account, MIDNIGHT).is(AccountState.EXHAUSTED))
                .isFalse();
    }

    @Test
    void anUnlimitedAccountIsNeitherNearNorExhausted() {
        Account account = account(Long.MAX_VALUE, 0, Quota.UNLIMITED, null);

        assertThat(new AccountView(account, NOON).is(AccountState.NEAR)).isFalse();
        assertThat(new AccountView(account, NOON).is(AccountState.EXHAUSTED)).isFalse();
    }

    @Test
    void isOverriddenWhileTheOverrideIsInForce() {
        Account account = account(0, 0, 10, 20L);

        assertThat(new AccountView(account, NOON).is(AccountState.OVERRIDDEN)).isTrue();
        assertThat(new AccountView(used(0), NOON).is(AccountState.OVERRIDDEN)).isFalse();
    }

    @Test
    void isIdleAfterTheEndOfItsWindowOnly() {
        Account account = used(7);

        assertThat(new AccountView(account, MIDNIGHT.plusSeconds(1)).isIdleSince(MIDNIGHT))
                .isFalse();
        assertThat(new AccountView(account, MIDNIGHT.plusSeconds(1)).isIdleSince(MIDNIGHT.plusMillis(1)))
                .isTrue();
        assertThat(new AccountView(account, NOON).isIdleSince(MIDNIGHT.plusMillis(1)))
                .isFalse();
        assertThat(new AccountView(neverUsed(), NOON).isIdleSince(MORNING)).isTrue();
    }

    @Test
    void isNotIdleWithAReservationOrAnOverrideInForce() {
        Instant since = MIDNIGHT.plusMillis(1);
        Account over = account(7, 0, 10, 20L);

        assertThat(new AccountView(account(7, 1, 10, null), since).isIdleSince(since))
                .isFalse();
        assertThat(new AccountView(over, since).isIdleSince(since)).isFalse();
        new Adjustment(over, NOON).override(20, Optional.of(MIDNIGHT), new Signature("olga", "ticket 7"));
        assertThat(new AccountView(over, since).isIdleSince(since)).isTrue();
    }

    @Test
    void anUnusedAccountRemembersWhatItWasFirstAskedFor() {
        QuotaPolicy exports = QuotaPolicy.of(10, QuotaPeriod.monthFrom(15))
                .withZone(ZoneId.of("Asia/Tokyo"))
                .withScope("exports");
        Account account = Account.unused(AccountIds.UNNAMED, new QuotaCharge("user:42", exports, 1));

        assertThat(account.id()).isEqualTo(AccountIds.UNNAMED.account("user:42", exports));
        assertThat(account.key()).isEqualTo("user:42");
        assertThat(account.keyId()).isEqualTo(AccountIds.UNNAMED.key("user:42"));
        assertThat(account.scope()).isEqualTo("exports");
        assertThat(account.unit()).isEqualTo("month");
        assertThat(account.policy()).isEqualTo(exports);
        assertThat(account.adminVersion()).isZero();
        assertThat(account.updatedAt()).isEmpty();
    }

    private static Refusal refusal(ThrowingCallable act) {
        return catchThrowableOfType(QuotaActRefusedException.class, act).refusal();
    }

    private static Account neverUsed() {
        return Account.unused(AccountIds.UNNAMED, new QuotaCharge("user:42", DAY, 1));
    }

    private static Account used(long used) {
        return account(used, 0, 10, null);
    }

    private static Account account(long used, long reserved, long limit, Long limitOverride) {
        return StoredAccount.of("user:42", DAY.withLimit(limit), MORNING, MIDNIGHT)
                .with("used", used)
                .with("reserved", reserved)
                .with("limit_override", limitOverride)
                .with("admin_version", 3L)
                .account();
    }
}
