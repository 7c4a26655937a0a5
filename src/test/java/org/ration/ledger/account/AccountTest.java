// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.Signature;

class AccountTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final QuotaPolicy DAY = QuotaPolicy.of(10, QuotaPeriod.DAY).withZone(UTC);
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-11T00:00:00Z");

    @Test
    void hasNoWindowBeforeTheFirstUnit() {
        Account account = unused(charge(DAY, 1));

        assertThat(account.isOpen(NOON)).isFalse();
        assertThat(account.usage(DAY, NOON))
                .isEqualTo(QuotaUsage.builder("user:42", QuotaPeriod.DAY, UTC)
                        .limit(10)
                        .window(Instant.parse("2026-03-10T00:00:00Z"), MIDNIGHT)
                        .build());
    }

    @Test
    void takesWhatFitsExactly() {
        Account account = used(7);

        assertThat(refuses(account, charge(DAY, 3), NOON)).isFalse();
        assertThat(refuses(account, charge(DAY, 4), NOON)).isTrue();
    }

    @Test
    void neverRefusesNothing() {
        assertThat(refuses(used(11), charge(DAY, 0), NOON)).isFalse();
        assertThat(refuses(used(11), charge(DAY.withLimit(0), 0), NOON)).isFalse();
    }

    @Test
    void neverRefusesNothingWhereMoreIsReservedThanIsLeft() {
        assertThat(refuses(account(10, 5, 0, null, null), charge(DAY, 0), NOON)).isFalse();
    }

    @Test
    void takingNothingOpensNoWindow() {
        Account account = unused(charge(DAY, 1));

        account.take(charge(DAY, 0), NOON);

        assertThat(account.isOpen(NOON)).isFalse();
    }

    @Test
    void countsBeyondTheLimitWhereItDoesNotBlock() {
        Account account = used(10);
        ChargeLine counted = charge(DAY.withBlock(false), 5);

        assertThat(refuses(account, counted, NOON)).isFalse();
        account.take(counted, NOON);

        assertThat(account.usage(DAY, NOON).used()).isEqualTo(15);
        assertThat(account.usage(DAY, NOON).remaining()).isZero();
    }

    @Test
    void theWindowEndsAtItsEndExactly() {
        Account account = used(10);

        assertThat(refuses(account, charge(DAY, 1), MIDNIGHT.minusMillis(1))).isTrue();
        assertThat(refuses(account, charge(DAY, 1), MIDNIGHT)).isFalse();
    }

    @Test
    void theNextWindowArchivesTheLast() {
        Account account = used(10);

        Optional<ClosedWindow> closed = account.take(charge(DAY, 2), MIDNIGHT.plusSeconds(60));

        assertThat(closed.map(ClosedWindow::view)).hasValueSatisfying(window -> {
            assertThat(window.used()).isEqualTo(10);
            assertThat(window.limit()).isEqualTo(10);
            assertThat(window.resetAt()).isEqualTo(MIDNIGHT);
        });
        assertThat(account.usage(DAY, MIDNIGHT.plusSeconds(60)).used()).isEqualTo(2);
        assertThat(account.usage(DAY, MIDNIGHT.plusSeconds(60)).periodStart()).isEqualTo(MIDNIGHT);
    }

    @Test
    void theFirstWindowArchivesNothing() {
        assertThat(unused(charge(DAY, 1)).take(charge(DAY, 1), NOON)).isEmpty();
    }

    @Test
    void theWindowNeverMovesBackwards() {
        Account account = used(10);
        Instant yesterday = Instant.parse("2026-03-09T23:59:59Z");

        assertThat(refuses(account, charge(DAY, 1), yesterday)).isTrue();
        assertThat(account.usage(DAY, yesterday).used()).isEqualTo(10);
        assertThat(account.usage(DAY, yesterday).resetAt()).isEqualTo(MIDNIGHT);
    }

    @Test
    void theNextWindowOfHoursBeginsWithTheFirstUseAfterTheEnd() {
        QuotaPolicy hours = QuotaPolicy.of(10, QuotaPeriod.hours(5)).withZone(UTC);
        Account account = unused(charge(hours, 1));
        Instant firstUse = NOON.plusMillis(7);
        Instant nextUse = firstUse.plusSeconds(100_000);

        account.take(charge(hours, 1), firstUse);
        account.take(charge(hours, 1), firstUse.plusSeconds(5 * 3600).minusMillis(1));
        assertThat(account.usage(hours, firstUse).used()).isEqualTo(2);
        assertThat(account.usage(hours, firstUse).periodStart()).isEqualTo(firstUse);
        assertThat(account.isOpen(firstUse.plusSeconds(5 * 3600))).isFalse();

        account.take(charge(hours, 1), nextUse);
        assertThat(account.usage(hours, nextUse).used()).isOne();
        assertThat(account.usage(hours, nextUse).periodStart()).isEqualTo(nextUse);
        assertThat(account.usage(hours, nextUse).resetAt()).isEqualTo(nextUse.plusSeconds(5 * 3600));
    }

    @Test
    void theWindowOfOnceNeverEnds() {
        QuotaPolicy once = QuotaPolicy.of(10, QuotaPeriod.ONCE).withZone(UTC);
        Account account = unused(charge(once, 1));
        Instant muchLater = Instant.parse("+100000-01-01T00:00:00Z");

        account.take(charge(once, 4), NOON);
        account.take(charge(once, 4), muchLater);

        assertThat(account.isOpen(muchLater)).isTrue();
        assertThat(account.usage(once, muchLater).used()).isEqualTo(8);
        assertThat(account.usage(once, muchLater).resetAt()).isEqualTo(QuotaPeriod.NEVER);
        assertThat(refuses(account, charge(once, 3), muchLater)).isTrue();
    }

    @Test
    void aNewZoneTakesEffectWithTheNextWindowAndWithoutOverlap() {
        Account account = used(10);
        QuotaPolicy inTokyo = DAY.withZone(ZoneId.of("Asia/Tokyo"));

        assertThat(account.usage(inTokyo, NOON.plusSeconds(4 * 3600)).zone()).isEqualTo(UTC);
        assertThat(refuses(account, charge(inTokyo, 1), NOON.plusSeconds(4 * 3600)))
                .isTrue();
        account.take(charge(inTokyo, 1), MIDNIGHT);

        QuotaUsage usage = account.usage(inTokyo, MIDNIGHT);
        assertThat(usage.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        // in Tokyo that day began at 15:00Z, within the last window
        assertThat(usage.periodStart()).isEqualTo(MIDNIGHT);
        assertThat(usage.resetAt()).isEqualTo(Instant.parse("2026-03-11T15:00:00Z"));
    }

    @Test
    void aNewAnchorTakesEffectWithTheNextWindow() {
        QuotaPolicy first = QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(UTC);
        QuotaPolicy fifteenth = QuotaPolicy.of(10, QuotaPeriod.monthFrom(15)).withZone(UTC);
        Account account = unused(charge(first, 1));
        account.take(charge(first, 1), NOON);
        Instant april = Instant.parse("2026-04-02T00:00:00Z");

        assertThat(account.usage(fifteenth, NOON).period()).isEqualTo(QuotaPeriod.MONTH);
        account.take(charge(fifteenth, 1), april);

        QuotaUsage usage = account.usage(first, april);
        assertThat(usage.period()).isEqualTo(QuotaPeriod.monthFrom(15));
        assertThat(usage.periodStart()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(usage.resetAt()).isEqualTo(Instant.parse("2026-04-15T00:00:00Z"));
    }

    @Test
    void daysBeginWithTheFirstUseAfterTheEnd() {
        QuotaPolicy week = QuotaPolicy.of(10, QuotaPeriod.days(7)).withZone(UTC);
        Account account = unused(charge(week, 1));
        account.take(charge(week, 1), NOON);

        account.take(charge(week, 1), Instant.parse("2026-03-20T08:00:00Z"));

        assertThat(account.usage(week, Instant.parse("2026-03-20T08:00:00Z")).periodStart())
                .isEqualTo("2026-03-20T00:00:00Z");
    }

    @Test
    void anOverrideInForceReplacesTheLimitOfTheCharge() {
        assertThat(refuses(overridden(5L, null), charge(DAY, 6), NOON)).isTrue();
        assertThat(refuses(overridden(20L, NOON.toEpochMilli() + 1), charge(DAY, 20), NOON))
                .isFalse();
        assertThat(refuses(overridden(20L, NOON.toEpochMilli()), charge(DAY, 11), NOON))
                .isTrue();
        assertThat(overridden(Quota.UNLIMITED, null).usage(DAY, NOON).unlimited())
                .isTrue();
    }

    @Test
    void whatIsGrantedBelongsToTheOpenWindow() {
        Account account = granted(5);

        assertThat(account.usage(DAY, NOON).limit()).isEqualTo(15);
        assertThat(account.usage(DAY, MIDNIGHT).limit()).isEqualTo(10);
        Optional<ClosedWindow> closed = account.take(charge(DAY, 1), MIDNIGHT);

        assertThat(account.usage(DAY, MIDNIGHT).limit()).isEqualTo(10);
        assertThat(closed.orElseThrow().view().granted()).isEqualTo(5);
        assertThat(closed.orElseThrow().view().limit()).isEqualTo(15);
    }

    @Test
    void unlimitedStaysUnlimitedWithAGrant() {
        assertThat(granted(5).usage(DAY.withLimit(Quota.UNLIMITED), NOON).limit())
                .isEqualTo(Quota.UNLIMITED);
    }

    @Test
    void whatIsReservedIsNotLeft() {
        Account account = account(4, 5, 0, null, null);

        assertThat(refuses(account, charge(DAY, 1), NOON)).isFalse();
        assertThat(refuses(account, charge(DAY, 2), NOON)).isTrue();
    }

    @Test
    void neverWrapsAround() {
        Account account = used(Long.MAX_VALUE - 1);

        assertThat(refuses(account, charge(DAY, Quota.MAX_UNITS), NOON)).isTrue();
        assertThatThrownBy(() -> account.take(charge(DAY.withBlock(false), 2), NOON))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void resetLeavesTheWindow() {
        Account account = used(10);

        assertThat(new Adjustment(account, NOON).reset()).isPresent();
        assertThat(account.usage(DAY, NOON).used()).isZero();
        assertThat(account.usage(DAY, NOON).resetAt()).isEqualTo(MIDNIGHT);
        assertThat(new Adjustment(account, NOON).reset()).isEmpty();
    }

    @Test
    void resetLeavesAWindowThatIsOver() {
        Account account = used(10);

        assertThat(new Adjustment(account, MIDNIGHT).reset()).isEmpty();
        assertThat(account.take(charge(DAY, 1), MIDNIGHT).orElseThrow().view().used())
                .isEqualTo(10);
    }

    @Test
    void marksAThresholdWhenItIsReachedAndNotBefore() {
        Account account = used(0);

        assertThat(marked(account, DAY, 7)).isEmpty();
        assertThat(marked(account, DAY, 1)).containsExactly(80);
        assertThat(marked(account, DAY, 1)).isEmpty();
        assertThat(marked(account, DAY, 1)).containsExactly(100);
        assertThat(marked(account, DAY.withBlock(false), 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "3, 3, 3",
        "6, 5, 6",
        "10, 8, 10",
        "11, 9, 11",
        "999999999999999, 800000000000000, 999999999999999"
    })
    void thresholdsAreRoundedUp(long limit, long near, long full) {
        QuotaPolicy policy = DAY.withLimit(limit);
        Account account = used(0);

        assertThat(near == 1 ? List.of() : marked(account, policy, near - 1)).isEmpty();
        assertThat(marked(account, policy, 1)).startsWith(80);
        assertThat(full == near ? List.of(100) : marked(account, policy, full - near))
                .containsExactly(100);
    }

    @Test
    void oneChargeCanMarkBoth() {
        assertThat(marked(used(0), DAY, 10)).containsExactly(80, 100);
    }

    @Test
    void anUnlimitedChargeMarksNothing() {
        assertThat(marked(used(10), DAY.withLimit(Quota.UNLIMITED), 1_000_000)).isEmpty();
    }

    @Test
    void thresholdsAreThoseOfTheLimitInForce() {
        assertThat(marked(overridden(100L, null), DAY, 8)).isEmpty();
        assertThat(marked(overridden(5L, null), DAY, 4)).containsExactly(80);
        assertThat(marked(account(0, 0, 90, null, null), DAY, 10)).isEmpty();
    }

    @Test
    void aResetOrALargerLimitOpensTheWayToAThreshold() {
        Account account = used(0);
        marked(account, DAY, 8);

        new Adjustment(account, NOON).reset();

        assertThat(marked(account, DAY, 8)).containsExactly(80);
        new Adjustment(account, NOON).grant(10);
        assertThat(marked(account, DAY, 7)).isEmpty();
        assertThat(marked(account, DAY, 1)).containsExactly(80);
        new Adjustment(account, NOON).override(6, Optional.empty(), new Signature("ada", "less"));
        assertThat(marked(account, DAY, 4)).containsExactly(100);
    }

    @Test
    void anActThatLeavesAThresholdReachedDoesNotTellItAgain() {
        Account account = used(0);
        marked(account, DAY, 9);

        new Adjustment(account, NOON).grant(1);

        assertThat(marked(account, DAY, 1)).isEmpty();
        assertThat(marked(account, DAY, 1)).containsExactly(100);
    }

    @Test
    void otherThresholdsAreThoseOfTheSetting() {
        Account account = used(0);
        Thresholds thresholds = new Thresholds(List.of(150, 1, 99));

        account.take(charge(DAY.withLimit(1_000).withBlock(false), 9), NOON);
        assertThat(account.markThresholds(NOON, thresholds)).isEmpty();
        account.take(charge(DAY.withLimit(1_000).withBlock(false), 981), NOON);
        assertThat(account.markThresholds(NOON, thresholds)).containsExactly(1, 99);
        account.take(charge(DAY.withLimit(1_000).withBlock(false), 510), NOON);
        assertThat(account.markThresholds(NOON, thresholds)).containsExactly(150);
    }

    @Test
    void theNextWindowHasItsOwnMarks() {
        Account account = used(0);
        marked(account, DAY, 10);

        account.take(charge(DAY, 8), MIDNIGHT);

        assertThat(account.markThresholds(MIDNIGHT, Thresholds.DEFAULT)).containsExactly(80);
    }

    @Test
    void aLoweredLimitIsToldByTheNextCharge() {
        Account account = used(0);
        marked(account, DAY, 4);

        new Adjustment(account, NOON).override(5, Optional.empty(), new Signature("ada", "less"));

        assertThat(marked(account, DAY, 1)).containsExactly(80, 100);
    }

    private static List<Integer> marked(Account account, QuotaPolicy policy, long cost) {
        account.take(charge(policy, cost), NOON);
        return account.markThresholds(NOON, Thresholds.DEFAULT);
    }

    private static Account unused(ChargeLine first) {
        return Account.unused(AccountIds.UNNAMED, first.charge());
    }

    private static boolean refuses(Account account, ChargeLine charge, Instant now) {
        return EvaluatedLine.refuses(charge, account, now);
    }

    private static ChargeLine charge(QuotaPolicy policy, long cost) {
        return ChargeLine.of(AccountIds.UNNAMED, new QuotaCharge("user:42", policy, cost));
    }

    private static Account used(long used) {
        return account(used, 0, 0, null, null);
    }

    private static Account overridden(Long limit, Long until) {
        return account(0, 0, 0, limit, until);
    }

    private static Account granted(long granted) {
        return account(10, 0, granted, null, null);
    }

    private static Account account(long used, long reserved, long granted, Long limitOverride, Long overrideUntil) {
        return StoredAccount.of("user:42", DAY.withLimit(10), Instant.parse("2026-03-10T00:00:00Z"), MIDNIGHT)
                .with("used", used)
                .with("reserved", reserved)
                .with("granted", granted)
                .with("limit_override", limitOverride)
                .with("override_until", overrideUntil)
                .account();
    }
}
