// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.Signature;

class ChargeEvaluationTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final QuotaPolicy DAY = QuotaPolicy.of(10, QuotaPeriod.DAY).withZone(UTC);
    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(100, QuotaPeriod.MONTH).withZone(UTC);
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-03-10T00:00:00Z");
    private static final Signature OLGA = new Signature("olga", "ticket 7");
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");

    private final Map<String, Account> known = new HashMap<>();
    private final Map<String, Account> changed = new TreeMap<>();

    @Test
    void takesFromAllThatItCharges() {
        know(DAY, 3);
        know(MONTH, 5);
        ChargeEvaluation decision = decide(NOON, charge(DAY, 2), charge(MONTH, 4));

        List<ClosedWindow> closed = decision.take(changed);

        assertThat(decision.refused()).isFalse();
        assertThat(closed).isEmpty();
        assertThat(changed).containsOnlyKeys(id(DAY), id(MONTH));
        QuotaDecision answer = decision.answer();
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.usages()).extracting(QuotaUsage::used).containsExactly(5L, 9L);
    }

    @Test
    void oneThatRefusesRefusesAll() {
        know(DAY, 10);
        know(MONTH, 5);

        ChargeEvaluation decision = decide(NOON, charge(DAY, 1), charge(MONTH, 1));

        assertThat(decision.refused()).isTrue();
        assertThat(decision.answer().allowed()).isFalse();
        assertThat(decision.answer().violated()).extracting(QuotaUsage::period).containsExactly(QuotaPeriod.DAY);
        assertThat(decision.answer().usages()).hasSize(2);
        assertThat(decision.answer().neverFits()).isFalse();
    }

    @Test
    void reportsAllThatRefuseAndWhetherOneNeverFits() {
        know(DAY, 10);
        know(MONTH, 100);

        ChargeEvaluation decision = decide(NOON, charge(DAY, 11), charge(MONTH, 1));

        assertThat(decision.answer().violated()).hasSize(2);
        assertThat(decision.answer().neverFits()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"11, true", "10, false"})
    void neverFitsWhatIsAboveTheLimit(long cost, boolean neverFits) {
        know(DAY, 10);

        assertThat(decide(NOON, charge(DAY, cost)).answer().neverFits()).isEqualTo(neverFits);
    }

    /** Used 10 of 10 and 10 granted more: what costs 12 fits neither what remains nor a window without the grant. */
    @Test
    void aGrantEndsWithItsWindow() {
        Account account = know(DAY, 10);
        new Adjustment(account, NOON).grant(10);

        assertThat(decide(NOON, charge(DAY, 12)).answer().neverFits()).isTrue();
        assertThat(decide(NOON, charge(DAY, 12)).answer().retryAfter()).isEmpty();
        new Adjustment(account, NOON).correct(10);
        assertThat(decide(NOON, charge(DAY, 1)).answer().retryAfter()).contains(Duration.ofHours(12));
    }

    @Test
    void anOverrideMayEndBeforeTheWindow() {
        new Adjustment(know(DAY, 5), NOON).override(5, Optional.of(NOON.plusSeconds(3600)), OLGA);

        assertThat(decide(NOON, charge(DAY, 1)).answer().retryAfter()).contains(Duration.ofHours(1));
        assertThat(decide(NOON, charge(DAY, 5)).answer().retryAfter()).contains(Duration.ofHours(1));
        assertThat(decide(NOON, charge(DAY, 6)).answer().retryAfter()).contains(Duration.ofHours(12));
        assertThat(decide(NOON, charge(DAY, 11)).answer().neverFits()).isTrue();
    }

    @Test
    void anOverrideThatRaisesTheLimitMayEndBeforeTheChargeFits() {
        new Adjustment(know(DAY, 50), NOON).override(60, Optional.of(NOON.plusSeconds(3600)), OLGA);

        assertThat(decide(NOON, charge(DAY, 11)).answer().neverFits()).isTrue();
        assertThat(decide(NOON, charge(DAY, 10)).refused()).isFalse();
    }

    @Test
    void anOverrideMayEndAfterTheWindow() {
        new Adjustment(know(DAY, 20), NOON).override(20, Optional.of(NOON.plus(Duration.ofDays(3))), OLGA);

        assertThat(decide(NOON, charge(DAY, 20)).answer().retryAfter()).contains(Duration.ofHours(12));
        assertThat(decide(NOON, charge(DAY, 21)).answer().neverFits()).isTrue();
    }

    /** By the time that the day has reset, the month's override is over, under which the charge fits now. */
    @Test
    void allQuotasMustHaveRoomAtTheSameTime() {
        know(DAY, 10);
        new Adjustment(know(MONTH.withLimit(2), 0), NOON).override(100, Optional.of(NOON.plusSeconds(3600)), OLGA);

        assertThat(decide(NOON, charge(DAY, 3), charge(MONTH.withLimit(2), 3))
                        .answer()
                        .neverFits())
                .isTrue();
    }

    @Test
    void nobodyKnowsWhenCallsInFlightEnd() {
        QuotaPolicy inflight = QuotaPolicy.of(3, QuotaPeriod.INFLIGHT).withZone(UTC);
        know(MONTH, 5);
        known.put(
                id(inflight),
                StoredAccount.of("user:42", inflight, FIRST, QuotaPeriod.NEVER)
                        .with("reserved", 3L)
                        .with("holds", 3L)
                        .with("held_until", NOON.plusSeconds(60).toEpochMilli())
                        .account());

        QuotaDecision answer =
                decide(NOON, charge(MONTH, 1), charge(inflight, 1)).answer();

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.neverFits()).isFalse();
        assertThat(answer.retryAfter()).isEmpty();
        assertThat(decide(NOON, charge(MONTH, 1), charge(inflight, 4)).answer().neverFits())
                .isTrue();
    }

    /** The end of the month's override, which comes first, frees nothing of the day. */
    @Test
    void whatIsHeldIsHeldUntilTheFirstHoldEnds() {
        know(DAY, 0).holds().add(10, NOON.plus(Duration.ofHours(2)));
        new Adjustment(know(MONTH, 5), NOON).override(50, Optional.of(NOON.plus(Duration.ofHours(1))), OLGA);

        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH, 1)).answer().retryAfter())
                .contains(Duration.ofHours(2));
    }

    @Test
    void closesTheWindowsThatAreOver() {
        know(DAY, 3);
        Instant tomorrow = NOON.plusSeconds(86_400);

        List<ClosedWindow> closed = decide(tomorrow, charge(DAY, 1)).take(changed);

        assertThat(closed)
                .singleElement()
                .satisfies(window -> assertThat(window.view().used()).isEqualTo(3));
    }

    @Test
    void anAccountThatWasNeverChargedIsMissing() {
        know(DAY, 3);
        ChargeEvaluation decision = decide(NOON, charge(DAY, 1), charge(MONTH, 1));

        Map<String, Account> missing = new TreeMap<>();
        decision.addMissing(missing);

        assertThat(decision.isMissing()).isTrue();
        assertThat(missing).containsOnlyKeys(id(MONTH));
        assertThat(missing.get(id(MONTH)).isOpen(NOON)).isFalse();
        know(MONTH, 0);
        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH, 1)).isMissing()).isFalse();
    }

    @Test
    void whatCostsNothingIsNotMissingAndChangesNothing() {
        ChargeEvaluation decision = decide(NOON, charge(DAY, 0));
        Map<String, Account> missing = new TreeMap<>();

        decision.addMissing(missing);

        assertThat(decision.isMissing()).isFalse();
        assertThat(missing).isEmpty();
        assertThat(decision.opensWindow()).isFalse();
        assertThat(decision.take(changed)).isEmpty();
        assertThat(changed).isEmpty();
    }

    @Test
    void knowsWhetherItOpensAWindow() {
        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH, 1)).opensWindow()).isTrue();
        know(DAY, 1);
        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH, 1)).opensWindow()).isTrue();
        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH, 0)).opensWindow()).isFalse();
        know(MONTH, 1);
        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH, 1)).opensWindow()).isFalse();
    }

    @Test
    void opensNoWindowThatADatabasesTimeForbids() {
        Instant hourBefore = MORNING.minusSeconds(3600);
        Instant hourAfter = NOON.plusSeconds(3600);
        ChargeEvaluation opening = decide(NOON, charge(MONTH, 1), charge(DAY, 1));

        assertThat(opening.openingObstacle(NOON)).isEmpty();
        assertThat(opening.openingObstacle(hourBefore)).isEmpty();
        assertThat(opening.openingObstacle(hourBefore.minusMillis(1)))
                .get()
                .asString()
                .contains("clock is ahead");
        assertThat(opening.openingObstacle(hourAfter)).isEmpty();
        assertThat(opening.openingObstacle(hourAfter.plusMillis(1)))
                .get()
                .asString()
                .contains("clock is behind");
        know(DAY, 1);
        assertThat(decide(NOON, charge(DAY, 1)).openingObstacle(hourAfter.plusMillis(1)))
                .isEmpty();
    }

    @Test
    void theMarginOfAShortWindowIsItsLength() {
        QuotaPolicy minute = QuotaPolicy.of(10, QuotaPeriod.MINUTE).withZone(UTC);

        assertThat(decide(NOON, charge(minute, 1)).openingObstacle(NOON.minusSeconds(60)))
                .isEmpty();
        assertThat(decide(NOON, charge(minute, 1)).openingObstacle(NOON.minusMillis(60_001)))
                .isPresent();
    }

    @Test
    void anyCounterThatIsTooFullOverflows() {
        know(DAY, 3);
        know(MONTH, Long.MAX_VALUE - 2);

        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH.withBlock(false), 3))
                        .overflows())
                .isTrue();
        assertThat(decide(NOON, charge(DAY, 1), charge(MONTH.withBlock(false), 2))
                        .overflows())
                .isFalse();
        assertThat(decide(NOON.plusSeconds(40 * 86_400), charge(MONTH.withBlock(false), 3))
                        .overflows())
                .isFalse();
    }

    @Test
    void aPolicyWithoutAZoneIsRefused() {
        QuotaCharge charge = new QuotaCharge("user:42", QuotaPolicy.of(10, QuotaPeriod.DAY), 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Account.unused(AccountIds.UNNAMED, charge))
                .withMessage("policy has no zone");
    }

    private ChargeEvaluation decide(Instant now, QuotaCharge... charges) {
        return new ChargeEvaluation(
                Stream.of(charges)
                        .map(charge -> ChargeLine.of(AccountIds.UNNAMED, charge))
                        .toList(),
                known,
                now);
    }

    private Account know(QuotaPolicy policy, long used) {
        boolean day = policy.period().equals(QuotaPeriod.DAY);
        known.put(
                id(policy),
                StoredAccount.of(
                                "user:42",
                                policy,
                                day ? MORNING : FIRST,
                                Instant.parse(day ? "2026-03-11T00:00:00Z" : "2026-04-01T00:00:00Z"))
                        .with("used", used)
                        .account());
        return known.get(id(policy));
    }

    private static String id(QuotaPolicy policy) {
        return AccountIds.UNNAMED.account("user:42", policy);
    }

    private static QuotaCharge charge(QuotaPolicy policy, long cost) {
        return new QuotaCharge("user:42", policy, cost);
    }
}
