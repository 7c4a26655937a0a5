// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ration.Pages;
import org.ration.QuotaCharge;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;

/** The page tells what charges with an id cost: statements on PostgreSQL, and round trips, as they are counted here. */
@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class CostOfHoldsOnPostgresTest {

    private static final Path PAGE = Path.of("docs/charges-with-an-id.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| (.+?) \\| (\\d+): [^|]+ \\| (\\d+) \\|$", Pattern.MULTILINE);
    private static final int TIMES = 5;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<QuotaCharge> CHARGES = List.of(
            new QuotaCharge("user:1", QuotaPolicy.of(10_000, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC")), 3));

    @Inject
    Ledger ledger;

    @Inject
    TestClock clock;

    @Inject
    TestDatabase database;

    private final Map<String, Cost> measured = new LinkedHashMap<>();
    private int ids;

    @Test
    void thePageTellsTheTruth() {
        ledger.consume(CHARGES);
        measure("charge without an id, holds or not", this::newId, id -> ledger.consume(CHARGES));
        measure("`reserve` with an id of Ration's making", this::newId, id -> ledger.reserve(CHARGES, MINUTE));
        measure("`settle`, `release` of a `QuotaHold`", this::held, hold -> hold.settle(1));
        measure("repeated settlement of a `QuotaHold`", this::settled, hold -> hold.settle(1));
        measure("`consume` with an id", this::newId, id -> ledger.consume(CHARGES, id));
        measure("`reserve` with an id of yours", this::newId, id -> ledger.reserve(CHARGES, MINUTE, id));
        measure("repeated id", this::held, hold -> ledger.reserve(CHARGES, MINUTE, hold.id()));
        measure("`settle(id, …)`, `release(id)`", this::held, hold -> ledger.settle(hold.id(), 1));
        measure("repeated `settle(id, …)`", this::settled, hold -> ledger.settle(hold.id(), 1));
        measure("`hold(id)`", this::held, hold -> ledger.hold(hold.id()));
        measure("beginning of a method that holds", this::newId, id -> call());
        measure("end of a method that holds", this::call, call -> call.settle(1));
        measure("charge without an id that finds an expired hold", this::expired, hold -> ledger.consume(CHARGES));

        assertThat(measured).isEqualTo(written());
    }

    private String newId() {
        return "order " + ids++;
    }

    private QuotaHold held() {
        return ledger.reserve(CHARGES, MINUTE, newId());
    }

    private QuotaHold settled() {
        QuotaHold hold = held();
        hold.settle(1);
        return hold;
    }

    private LedgerHold call() {
        return ledger.chargeCall(List.of(new CallCharge(CHARGES.get(0), Optional.of(MINUTE))));
    }

    private QuotaHold expired() {
        QuotaHold hold = ledger.reserve(CHARGES, Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(1));
        return hold;
    }

    /** The least of several times, since retention may have something to do on another thread. */
    private <T> void measure(String what, Supplier<T> given, Consumer<T> does) {
        for (int time = 0; time < TIMES; time++) {
            T found = given.get();
            int statements = database.wire().statements();
            int roundTrips = database.wire().roundTrips();
            does.accept(found);
            Cost cost = new Cost(
                    database.wire().statements() - statements, database.wire().roundTrips() - roundTrips);
            measured.merge(what, cost, Cost::least);
        }
    }

    private static Map<String, Cost> written() {
        Map<String, Cost> rows = new LinkedHashMap<>();
        ROW.matcher(Pages.read(PAGE))
                .results()
                .forEach(row -> rows.put(
                        row.group(1), new Cost(Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3)))));
        return rows;
    }

    /** What an operation costs. */
    private record Cost(int statements, int roundTrips) {

        private Cost least(Cost other) {
            return new Cost(Math.min(statements, other.statements), Math.min(roundTrips, other.roundTrips));
        }
    }
}
