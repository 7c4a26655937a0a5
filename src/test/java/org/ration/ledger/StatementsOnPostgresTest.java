// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaHold;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;
import org.ration.ledger.account.AccountIds;
import org.ration.testing.Database;
import org.ration.testing.OnDatabase;
import org.ration.testing.TestDatabase;

/**
 * The statements that one PostgreSQL gets are those of {@code statements.txt}, to the letter: what is done for other
 * databases, or for several, must not change them. They are changed there by intent:
 * {@code mvn test -Dtest=StatementsOnPostgresTest -Dstatements.renew=true}.
 */
@OnDatabase(value = Database.POSTGRESQL, beans = LedgerBeans.class)
class StatementsOnPostgresTest {

    private static final Path EXPECTED = Path.of("src/test/resources/org/ration/ledger/statements.txt");
    private static final int TIMES = 3;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Signature OLGA = new Signature("olga", "a reason");
    private static final QuotaPolicy DAY = QuotaPolicy.of(1000, QuotaPeriod.DAY).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy MONTH =
            QuotaPolicy.of(1000, QuotaPeriod.MONTH).withZone(ZoneId.of("UTC"));
    private static final QuotaPolicy NONE = QuotaPolicy.of(0, QuotaPeriod.YEAR).withZone(ZoneId.of("UTC"));
    private static final List<QuotaCharge> ONE = List.of(new QuotaCharge("user:1", DAY, 3));
    private static final List<QuotaCharge> TWO =
            List.of(new QuotaCharge("user:1", MONTH, 3), new QuotaCharge("all", MONTH, 1));

    @Inject
    Ledger ledger;

    @Inject
    TestDatabase database;

    private final List<String> lines = new ArrayList<>();
    private int number;
    private int units;

    @Test
    void areToTheLetterAsBefore() throws IOException {
        record("start", ledger::start);
        record("health", ledger::problems);
        record("first charge", () -> ledger.consume(List.of(new QuotaCharge("user:" + ++number, MONTH, 3))));
        record("charge", () -> ledger.consume(ONE));
        record("charge of two accounts", () -> ledger.consume(TWO));
        record("refusal", () -> ledger.consume(List.of(new QuotaCharge("user:1", NONE, 1))));
        record("check", () -> ledger.check(ONE.get(0)));
        record("charge with an id", () -> ledger.consume(TWO, "id " + ++number));
        record("charge with a known id", () -> ledger.consume(TWO, "id " + number));
        record("settlement by id", () -> ledger.settle("id " + number, ++units % 3));
        record("hold and settlement", () -> held().settle(1));
        record("hold by id", () -> ledger.hold(held().id()).orElseThrow().release());
        record("usage of a key", () -> ledger.usage("user:1"));
        record("usage of a counter", () -> ledger.usage("user:1", DAY));
        record("reset", () -> ledger.reset("user:1", DAY));
        operate(ledger.operators());
        if (Boolean.getBoolean("statements.renew")) {
            Files.write(EXPECTED, lines);
        }

        assertThat(lines).isEqualTo(Files.readAllLines(EXPECTED));
    }

    private void operate(QuotaAdministration operators) {
        AccountRef ref = AccountRef.of(AccountIds.UNNAMED.account("user:1", DAY));
        Stream.of(AccountSort.values())
                .forEach(sort ->
                        record("accounts by " + sort, () -> operators.find(AccountFilter.ALL, sort, true, 0, 10)));
        record("count", () -> operators.count(AccountFilter.ALL));
        record("account", () -> operators.account(ref.id()));
        record("holds", () -> operators.holds(ref.id(), 0, 10));
        record("audit", () -> operators.audit(0, 10));
        record("grant", () -> operators.grant(ref, 1, OLGA));
        record("release of a hold", () -> operators.releaseHold(ref, "none", OLGA));
        record("reset of all", () -> operators.resetAll(AccountFilter.ALL, 1000, OLGA));
        record("purge", () -> operators.purge(ledger.now().minus(Duration.ofDays(90)), OLGA));
        record("erasure", () -> operators.erase("user:" + ++number, OLGA));
    }

    private QuotaHold held() {
        return ledger.reserve(TWO, MINUTE);
    }

    /** The shortest of several times, since retention may have something to do on another thread. */
    private void record(String what, Runnable does) {
        List<List<String>> times = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            database.wire().texts();
            does.run();
            times.add(database.wire().texts());
        }
        lines.add("## " + what);
        times.stream()
                .min((one, other) -> Integer.compare(one.size(), other.size()))
                .orElseThrow()
                .forEach(text -> lines.add(text.replace("\n", "\\n").replaceAll("probe-[0-9a-f]+", "probe-")));
    }
}
