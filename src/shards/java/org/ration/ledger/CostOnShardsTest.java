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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ration.Pages;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestDatabase;

/** The page tells what a charge costs on one database, two and three: statements, as they are counted here. */
class CostOnShardsTest {

    private static final Path PAGE = Path.of("docs/scaling.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| ([^|]+?) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|", Pattern.MULTILINE);
    private static final int TIMES = 5;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final QuotaCharge DAY =
            new QuotaCharge("user:1", QuotaPolicy.of(10_000, QuotaPeriod.DAY).withZone(UTC), 3);
    private static final QuotaCharge MONTH =
            new QuotaCharge("user:1", QuotaPolicy.of(10_000, QuotaPeriod.MONTH).withZone(UTC), 3);

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnOne extends Contract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_TWO_SHARDS, beans = LedgerBeans.class)
    class OnTwo extends Contract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL_ON_SHARDS, beans = LedgerBeans.class)
    class OnThree extends Contract {}

    abstract static class Contract {

        @Inject
        Ledger ledger;

        @Inject
        TestDatabase database;

        private final Map<String, Integer> measured = new LinkedHashMap<>();
        private int ids;

        @Test
        void thePageTellsTheTruth() {
            ledger.consume(List.of(DAY, MONTH));
            measure("charge of one quota", () -> ledger.consume(List.of(DAY)));
            measure("charge of two quotas", () -> ledger.consume(List.of(DAY, MONTH)));
            measure("`consume` with an id", () -> ledger.consume(List.of(DAY), "id " + ids++));
            measure("`reserve`, and `settle` of its `QuotaHold`", () -> ledger.reserve(List.of(DAY), MINUTE)
                    .settle(1));

            assertThat(measured).isEqualTo(written());
        }

        /** The least of several times, since retention may have something to do on another thread. */
        private void measure(String what, Runnable does) {
            for (int time = 0; time < TIMES; time++) {
                int before = database.wire().statements();
                does.run();
                measured.merge(what, database.wire().statements() - before, Math::min);
            }
        }

        private Map<String, Integer> written() {
            int column = 1 + database.kind().shards();
            Map<String, Integer> rows = new LinkedHashMap<>();
            ROW.matcher(Pages.read(PAGE))
                    .results()
                    .forEach(row -> rows.put(row.group(1), Integer.parseInt(row.group(column))));
            return rows;
        }
    }
}
