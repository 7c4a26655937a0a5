// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ration.Quota;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;

/** Operations by a seed: few accounts, so that they meet; small limits, so that they refuse; times at the edges. */
final class RandomHistory {

    private static final List<String> PERIODS =
            List.of("minute", "hour", "day", "week", "month", "month@15", "month@31", "quarter", "year", "1d", "7d");
    private static final List<ZoneId> ZONES = Stream.of(
                    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")
            .map(ZoneId::of)
            .toList();
    private static final long DAY = 86_400_000;

    private final Random random;
    private final List<String> periods;

    private RandomHistory(long seed) {
        this.random = new Random(seed);
        this.periods = IntStream.range(0, 3).mapToObj(i -> any(PERIODS)).toList();
    }

    /** A history of so many operations. */
    static List<Operation> of(long seed, int length) {
        RandomHistory history = new RandomHistory(seed);
        return IntStream.range(0, length).mapToObj(i -> history.operation()).toList();
    }

    private Operation operation() {
        return switch (random.nextInt(30)) {
            case 0 -> new Operation.Usage(key());
            case 1 -> new Operation.Check(charge());
            case 2 -> random.nextInt(3) > 0 ? new Operation.ResetOne(charge()) : new Operation.ResetKey(key());
            case 3, 4, 5, 6, 7 -> new Operation.ActOn(charge(), random.nextInt(8) > 0 ? 0 : 1, act());
            case 8 -> new Operation.ResetAll(key(), random.nextInt(6));
            case 9 ->
                random.nextInt(4) > 0 ? new Operation.Purge(span() - random.nextInt(2)) : new Operation.Erase(key());
            case 10, 11 -> new Operation.MoveToEnd(charge(), random.nextInt(3) - 1);
            case 12 -> new Operation.Move(span());
            case 13 -> new Operation.Move(-(long) random.nextInt(1_200_000));
            default -> new Operation.Consume(charges());
        };
    }

    private Operation.Act act() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Operation.Override(limit(), until());
            case 2 -> new Operation.ClearOverride();
            case 3 -> new Operation.Grant(units());
            case 4 -> new Operation.Correct(units());
            case 5 -> new Operation.Restart();
            default -> new Operation.Reset();
        };
    }

    /** Not 0; now and then more than fits. */
    private long units() {
        long units = random.nextInt(20) == 0 ? Quota.MAX_UNITS : 1 + random.nextInt(5);
        return random.nextInt(3) == 0 ? -units : units;
    }

    private Long until() {
        return random.nextBoolean() ? null : Long.valueOf(span());
    }

    private long span() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(90_000);
            case 2 -> random.nextInt((int) DAY);
            default -> random.nextInt(40) * DAY;
        };
    }

    private List<QuotaCharge> charges() {
        int count = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(3);
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> charge())
                .collect(Collectors.toMap(Model::id, Function.identity(), (one, same) -> one))
                .values());
    }

    private QuotaCharge charge() {
        QuotaPolicy policy = QuotaPolicy.of(limit(), QuotaPeriod.parse(any(periods)))
                .withZone(any(ZONES))
                .withScope(random.nextInt(3) == 0 ? "exports" : "")
                .withBlock(random.nextInt(8) > 0);
        return new QuotaCharge(key(), policy, cost());
    }

    private String key() {
        return "key:" + random.nextInt(2);
    }

    private long limit() {
        return random.nextInt(12) == 0 ? Quota.UNLIMITED : random.nextInt(16);
    }

    private long cost() {
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> 5 + random.nextInt(16);
            case 2 -> random.nextInt(8) == 0 ? 1_000_000_000_000L : 3;
            default -> 1 + random.nextInt(2);
        };
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
