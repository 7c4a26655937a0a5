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
        return switch (random.nextInt(24)) {
            case 0 -> new Operation.Usage(key());
            case 1 -> new Operation.Check(charge());
            case 2 -> random.nextInt(3) > 0 ? new Operation.ResetOne(charge()) : new Operation.Reset(key());
            case 3 -> new Operation.Override(charge(), random.nextBoolean() ? null : limit(), until());
            case 4 -> new Operation.Grant(charge(), 1 + random.nextInt(5));
            case 5 -> new Operation.Correct(charge(), random.nextInt(9) - 4);
            case 6 -> new Operation.MoveToEnd(charge(), random.nextInt(3) - 1);
            case 7 -> new Operation.Move(span());
            case 8 -> new Operation.Move(-(long) random.nextInt(1_200_000));
            default -> new Operation.Consume(charges());
        };
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
