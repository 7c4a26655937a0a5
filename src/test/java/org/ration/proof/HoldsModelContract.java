// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.ledger.Ledger;
import org.ration.testing.Effort;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/**
 * Random histories of charges with an id: every answer is what the {@link HoldsModel} says, and after each step what is
 * reserved is the sum of the open holds, and what is used the sum of what was counted.
 */
abstract class HoldsModelContract {

    private static final int LENGTH = 150;
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final List<String> PERIODS = List.of("day", "hour", "5h", "once");

    @Inject
    Ledger ledger;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    @Test
    void answersAndWindowsAreThoseOfTheModel() {
        int seeds = Effort.of(8, 1000);
        for (long seed = 0; seed < seeds; seed++) {
            compare(seed);
        }
    }

    private void compare(long seed) {
        List.of("ration_closed_window", "ration_account", "ration_receipt")
                .forEach(table -> database.update("delete from " + table));
        Random random = new Random(seed);
        HoldsModel model = new HoldsModel(TestClock.START.toEpochMilli());
        List<String> history = new ArrayList<>();
        boolean acted = false;
        for (int step = 0; step < LENGTH; step++) {
            clock.set(Instant.ofEpochMilli(model.now()));
            String id = "id " + random.nextInt(25);
            List<QuotaCharge> charges = charges(random);
            long units = random.nextInt(5);
            long lasts = 1_000L * (1 + random.nextInt(20_000));
            int what = random.nextInt(20);
            history.add(what + " " + id + " " + charges + " " + units + " " + lasts);
            switch (what) {
                case 0, 1, 2 -> model.move(random.nextInt(30_000_000));
                case 3 -> model.moveToEnd(id, charges.get(0));
                case 4, 5 -> same(history, model.take(charges, null, 0), text(ledger.consume(charges)));
                case 6, 7, 8 -> same(history, model.take(charges, id, 0), consumed(charges, id));
                case 9, 10, 11, 12 -> {
                    List<QuotaCharge> held = random.nextInt(3) == 0 ? inflight(random) : charges;
                    same(history, model.take(held, id, lasts), held(held, id, lasts));
                }
                case 13, 14, 15, 16 -> same(history, model.settle(id, units), settled(id, units));
                case 17 ->
                    same(history, String.valueOf(!model.settle(id, 0).equals("unknown")), "" + ledger.release(id));
                case 18 -> {
                    QuotaCharge one = charges.get(0);
                    model.reset(one);
                    ledger.reset(one.key(), one.policy());
                    acted = true;
                }
                default -> {
                    QuotaCharge one = charges.get(0);
                    same(history, model.look(one), text(ledger.usage(one.key(), one.policy())));
                }
            }
            assertConsistent(history, acted);
        }
        assertThat(closed()).as("%s", history).isEqualTo(model.closed());
    }

    private static void same(List<String> history, String expected, String answer) {
        assertThat(answer).as("%s", history).isEqualTo(expected);
    }

    private void assertConsistent(List<String> history, boolean acted) {
        assertThat(database.number("select count(*) from ration_account a where a.reserved <>"
                        + " (select coalesce(sum(r.units), 0) from ration_receipt r where r.account_id = a.id"
                        + " and r.state = 'HELD' and r.window_start = a.period_start)"))
                .as("reserved, after %s", history)
                .isZero();
        if (!acted) {
            assertThat(database.number("select count(*) from ration_account a where a.used <"
                            + " (select coalesce(sum(r.units), 0) from ration_receipt r where r.account_id = a.id"
                            + " and r.state = 'COUNTED' and r.window_start = a.period_start)"))
                    .as("used, after %s", history)
                    .isZero();
        }
    }

    private String consumed(List<QuotaCharge> charges, String id) {
        try {
            return text(ledger.consume(charges, id));
        } catch (QuotaConflictException conflict) {
            return "conflict";
        }
    }

    private String held(List<QuotaCharge> charges, String id, long lasts) {
        try {
            return text(ledger.reserve(charges, Duration.ofMillis(lasts), id).decision());
        } catch (QuotaConflictException conflict) {
            return "conflict";
        }
    }

    private String settled(String id, long units) {
        try {
            return texts(ledger.settle(id, units).usages());
        } catch (IllegalArgumentException unknown) {
            return "unknown";
        }
    }

    private static String text(QuotaDecision decision) {
        if (!decision.allowed()) {
            return "refused " + texts(decision.usages()) + " by " + texts(decision.violated());
        }
        return (decision.replayed() ? "replayed " : "taken ") + texts(decision.usages());
    }

    private static String texts(List<QuotaUsage> usages) {
        return usages.stream().map(HoldsModelContract::text).toList().toString();
    }

    private static String text(QuotaUsage usage) {
        return usage.scope() + " " + usage.period() + " " + usage.used() + "+" + usage.reserved() + "/" + usage.limit()
                + " " + usage.periodStart().toEpochMilli() + "-"
                + usage.resetAt().toEpochMilli();
    }

    private String closed() {
        List<String> lines = new ArrayList<>(database.rows(
                "select a.quota_key, a.scope, a.period, w.period_start, w.used from ration_closed_window w"
                        + " join ration_account a on a.id = w.account_id",
                row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " from " + row.getLong(4)
                        + " used " + row.getLong(5)));
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    /** One to three, each of another account. */
    private static List<QuotaCharge> charges(Random random) {
        Map<String, QuotaCharge> charges = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            QuotaPolicy policy = QuotaPolicy.of(
                            3 + random.nextInt(8), QuotaPeriod.parse(PERIODS.get(random.nextInt(PERIODS.size()))))
                    .withZone(UTC)
                    .withBlock(random.nextInt(8) > 0);
            QuotaCharge charge = new QuotaCharge("key:" + random.nextInt(2), policy, random.nextInt(4));
            charges.putIfAbsent(Model.id(charge), charge);
        }
        Collection<QuotaCharge> each = charges.values();
        return List.copyOf(each);
    }

    private static List<QuotaCharge> inflight(Random random) {
        QuotaPolicy policy =
                QuotaPolicy.of(2 + random.nextInt(3), QuotaPeriod.INFLIGHT).withZone(UTC);
        return List.of(new QuotaCharge("key:0", policy, 1 + random.nextInt(2)));
    }
}
