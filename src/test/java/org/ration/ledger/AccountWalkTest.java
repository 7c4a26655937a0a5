// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.AccountFilter;
import org.ration.container.NewTransaction;
import org.ration.ledger.charge.DatabaseGate;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** A walk comes to each account once, however few it looks at and finds at a time. */
class AccountWalkTest {

    @Nested
    @OnDatabase(beans = LedgerBeans.class)
    class OnH2 extends Contract {}

    @Nested
    @OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
    class OnPostgres extends Contract {}

    @Nested
    @OnDatabase(value = Database.MARIADB, beans = LedgerBeans.class)
    class OnMariaDb extends Contract {}

    /** On one database. */
    abstract static class Contract {

        private static final QuotaPolicy MONTH =
                QuotaPolicy.of(10, QuotaPeriod.MONTH).withZone(ZoneOffset.UTC);

        @Inject
        NewTransaction transaction;

        @Inject
        TestClock clock;

        @Inject
        TestDatabase database;

        @Test
        void findsAndCountsEachAccountOnce() {
            LedgerSettings settings = LedgerBeans.settings(clock);
            SortedSet<String> used = new TreeSet<>();
            database.execute("delete from ration_account");
            try (Ledger ledger = new Ledger(settings, TestContainer.of(transaction));
                    DatabaseGate gate = new DatabaseGate(TestContainer.of(transaction), settings, ended -> {})) {
                IntStream.range(0, 25).forEach(number -> {
                    ledger.consume(List.of(new QuotaCharge("walk:" + number, MONTH, 1)));
                    if (number % 3 == 0) {
                        ledger.reset("walk:" + number);
                    } else {
                        used.add(settings.ids().account("walk:" + number, MONTH));
                    }
                });
                for (int[] sizes :
                        new int[][] {{1, 1}, {2, 1}, {3, 2}, {5, 5}, {24, 3}, {25, 3}, {26, 100}, {100, 4}}) {
                    assertThat(found(new AccountWalk(gate, settings, sizes[0], sizes[1]), sizes[1]))
                            .containsExactlyElementsOf(used);
                    assertThat(new AccountWalk(gate, settings, sizes[0], sizes[1])
                                    .sum((tables, range) ->
                                            tables.countResettable(AccountFilter.ALL, range, clock.instant())))
                            .isEqualTo(used.size());
                }
            }
        }

        private List<String> found(AccountWalk walk, int most) {
            List<String> found = new ArrayList<>();
            while (walk.goesOn()) {
                SortedSet<String> next = walk.next(
                        (tables, range) -> tables.resettable(AccountFilter.ALL, range, most, clock.instant()));
                assertThat(next).hasSizeLessThanOrEqualTo(most);
                found.addAll(next);
            }
            return found;
        }
    }
}
