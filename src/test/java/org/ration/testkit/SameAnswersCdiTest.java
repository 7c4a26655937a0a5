// SPDX-License-Identifier: Apache-2.0
package org.ration.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Deployed;
import org.ration.testing.TestClock;

/** The kit answers as the registry on a database does: thousands of random calls, one after the other, to both. */
@Deployed
class SameAnswersCdiTest {

    private static final int CALLS = 3_000;
    private static final List<String> KEYS = List.of("user:1", "user:2", "ip:192.0.2.1");
    private static final List<QuotaPolicy> POLICIES = List.of(
            QuotaPolicy.of(7, QuotaPeriod.DAY),
            QuotaPolicy.of(20, QuotaPeriod.MONTH),
            QuotaPolicy.of(9, QuotaPeriod.days(3)).withZone(ZoneId.of("Europe/Berlin")),
            QuotaPolicy.of(4, QuotaPeriod.HOUR).withScope("exports"),
            QuotaPolicy.of(5, QuotaPeriod.DAY).withScope("soft").withBlock(false),
            QuotaPolicy.of(Long.MAX_VALUE, QuotaPeriod.YEAR).withScope("free"),
            QuotaPolicy.of(3, QuotaPeriod.MINUTE),
            QuotaPolicy.of(5, QuotaPeriod.minutes(90)),
            QuotaPolicy.of(6, QuotaPeriod.hours(5)).withZone(ZoneId.of("Asia/Kolkata")),
            QuotaPolicy.of(9, QuotaPeriod.WEEK).withZone(ZoneId.of("Pacific/Auckland")),
            QuotaPolicy.of(15, QuotaPeriod.monthFrom(15)),
            QuotaPolicy.of(25, QuotaPeriod.QUARTER),
            QuotaPolicy.of(30, QuotaPeriod.ONCE).withScope("trial"),
            QuotaPolicy.of(3, QuotaPeriod.INFLIGHT));

    @Inject
    QuotaRegistry real;

    @Inject
    TestClock time;

    private final InMemoryQuotas kit = new InMemoryQuotas();

    @Test
    void aLongHistoryIsAnsweredAlikeAtEveryStep() {
        Random random = new Random(4711);
        kit.clock().set(TestClock.START);

        for (int call = 0; call < CALLS; call++) {
            Function<QuotaRegistry, Object> next = next(random);

            assertThat(next.apply(kit)).as("call %s", call).isEqualTo(next.apply(real));
        }
    }

    /** Windows never move backwards. Ids and holds are left out, which the kit may forget earlier. */
    @Test
    void aClockThatIsSetBackIsAnsweredAlike() {
        Random random = new Random(815);
        kit.clock().set(TestClock.START);

        for (int call = 0; call < CALLS; call++) {
            Function<QuotaRegistry, Object> next = nextWithoutId(random);

            assertThat(next.apply(kit)).as("call %s", call).isEqualTo(next.apply(real));
        }
    }

    private Function<QuotaRegistry, Object> nextWithoutId(Random random) {
        String key = "back:" + random.nextInt(3);
        QuotaPolicy policy = policy(random);
        long cost = random.nextInt(4);
        switch (random.nextInt(10)) {
            case 0:
                return quotas -> quotas.usage(key);
            case 1:
                return quotas -> answer(() -> quotas.check(key, policy, cost));
            case 2:
                return quotas -> quotas.reset(key, policy);
            case 3:
                pass(Duration.ofMinutes(random.nextInt(20_000) - 8_000));
                return quotas -> quotas.usage(key, policy);
            default:
                List<QuotaCharge> charges = charges(random, key);
                return quotas -> answer(() -> quotas.consume(charges));
        }
    }

    @Test
    void refusesNoChargeAndOneCounterTwiceInTheSameWords() {
        QuotaCharge charge = new QuotaCharge("user:1", POLICIES.get(0), 1);

        for (List<QuotaCharge> charges : List.of(List.<QuotaCharge>of(), List.of(charge, charge))) {
            assertThatThrownBy(() -> kit.consume(charges))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(catchThrowable(() -> real.consume(charges)).getMessage());
        }
    }

    private Function<QuotaRegistry, Object> next(Random random) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        QuotaPolicy policy = policy(random);
        long cost = random.nextInt(4);
        switch (random.nextInt(20)) {
            case 0:
                return quotas -> quotas.usage(key);
            case 1:
                return quotas -> quotas.usage(key, policy);
            case 2:
                return quotas -> answer(() -> quotas.check(key, policy, cost));
            case 3:
                return quotas -> quotas.reset(key, policy);
            case 4:
                return random.nextInt(10) == 0 ? quotas -> quotas.reset(key) : quotas -> quotas.usage(key);
            case 5:
                pass(Duration.ofMinutes(random.nextInt(20_000)));
                return quotas -> quotas.usage(key, policy);
            case 6:
                List<QuotaCharge> identified = charges(random, key);
                String used = id(random);
                return quotas -> answer(() -> quotas.consume(identified, used));
            case 7, 8, 9:
                List<QuotaCharge> held = charges(random, key);
                String heldId = id(random);
                Duration lasts = Duration.ofMinutes(1 + random.nextInt(10_000));
                return quotas -> answer(() -> held(quotas.reserve(held, lasts, heldId)));
            case 10, 11:
                String settled = id(random);
                long units = random.nextInt(6);
                return quotas -> answer(() -> quotas.settle(settled, units));
            case 12:
                String released = id(random);
                return quotas -> quotas.release(released);
            case 13:
                String found = id(random);
                return quotas -> quotas.hold(found).map(SameAnswersCdiTest::held);
            default:
                List<QuotaCharge> charges = charges(random, key);
                return quotas -> answer(() -> quotas.consume(charges));
        }
    }

    private static String id(Random random) {
        return "id " + random.nextInt(40);
    }

    /** What a hold says. */
    private static List<Object> held(QuotaHold hold) {
        return List.of(hold.id(), hold.decision(), hold.expiresAt());
    }

    /** The answer, or the kind of the refusal to answer. */
    private static Object answer(Supplier<Object> call) {
        try {
            return call.get();
        } catch (QuotaConflictException | IllegalArgumentException refused) {
            return refused.getClass();
        }
    }

    private static QuotaPolicy policy(Random random) {
        return POLICIES.get(random.nextInt(POLICIES.size()));
    }

    private static List<QuotaCharge> charges(Random random, String key) {
        List<QuotaCharge> charges = new ArrayList<>();
        int first = random.nextInt(POLICIES.size());
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            charges.add(new QuotaCharge(key, POLICIES.get((first + i) % POLICIES.size()), random.nextInt(4)));
        }
        return charges;
    }

    private void pass(Duration by) {
        kit.clock().advance(by);
        time.set(kit.clock().instant());
    }
}
