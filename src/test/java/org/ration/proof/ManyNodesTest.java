// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaStoreException;
import org.ration.ledger.Ledger;
import org.ration.proof.WindowsOfNodes.Grant;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.Race;
import org.ration.testing.TestClock;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Three nodes, each with a pool of its own and a clock that is ten minutes behind, right or ten minutes ahead, charge
 * the same counters in opposite orders while hours end.
 */
class ManyNodesTest {

    private static final String KEY = "nodes";
    private static final List<Duration> CLOCKS =
            List.of(Duration.ofMinutes(-10), Duration.ZERO, Duration.ofMinutes(10));
    private static final Duration TICK = Duration.ofMinutes(7);
    private static final int FEW = 40;
    private static final QuotaPolicy HOUR = QuotaPolicy.of(1_000_000, QuotaPeriod.HOUR)
            .withZone(ZoneId.of("UTC"))
            .withScope("many");
    private static final QuotaPolicy FEW_PER_HOUR = HOUR.withScope("few").withLimit(FEW);

    private final List<TestContainer> nodes = new ArrayList<>();
    private final List<TestDatabase> pools = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void start() {
        database = TestDatabase.withTables(Database.POSTGRESQL, 2);
        for (Duration ahead : CLOCKS) {
            TestDatabase pool = TestDatabase.at(Database.POSTGRESQL, database.url(), 12);
            TestContainer node = TestContainer.on(pool).beans(ProofBeans.class).start();
            node.select(TestClock.class).move(ahead);
            pools.add(pool);
            nodes.add(node);
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestContainer::close);
        pools.forEach(TestDatabase::close);
        database.close();
    }

    @Test
    void areExactWhileTheirHoursEnd() throws InterruptedException {
        List<Grant> grants = racedAndInterrupted(Effort.of(900, 9000));

        WindowsOfNodes.assertExact(database, KEY, grants);
        assertThat(WindowsOfNodes.assertMonotone(database, KEY))
                .as("hours of both counters")
                .isGreaterThan(6);
        assertThat(database.number("select max(w.used) from ration_closed_window w join ration_account a"
                        + " on a.id = w.account_id where a.scope = 'few'"))
                .as("an hour of the small counter that was used up, and no unit more")
                .isEqualTo(FEW);
        assertThat(pools).allMatch(pool -> pool.deadlocks() == 0);
        assertThat(deadlocks()).isZero();
    }

    @Test
    void whatIsToldWrongIsNoticed() throws InterruptedException {
        List<Grant> grants = raced(60);
        Grant first = grants.get(0);

        List<Grant> lost = grants.subList(1, grants.size());
        List<Grant> otherWindow = new ArrayList<>(lost);
        otherWindow.add(new Grant(first.scope(), first.start() + 1, first.used()));
        List<Grant> twice = new ArrayList<>(lost);
        twice.add(grants.get(1));

        for (List<Grant> wrong : List.of(lost, otherWindow, twice)) {
            assertThatThrownBy(() -> WindowsOfNodes.assertExact(database, KEY, wrong))
                    .isInstanceOf(AssertionError.class);
        }
        database.update("update ration_account set period_start = period_start + 60000, reset_at = reset_at + 60000");
        assertThatThrownBy(() -> WindowsOfNodes.assertExact(database, KEY, grants))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void windowsThatOverlapAreNoticed() throws InterruptedException {
        raced(300);
        database.update("update ration_account set period_start = period_start - 1");

        assertThatThrownBy(() -> WindowsOfNodes.assertMonotone(database, KEY)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aDeadlockIsNoticed() throws SQLException {
        database.execute("create table pair (id int primary key); insert into pair values (1), (2)");

        try (Connection one = database.connect();
                Connection other = database.connect()) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            lock(one, 1);
            lock(other, 2);
            CompletableFuture<Void> crosswise = CompletableFuture.runAsync(() -> lock(one, 2));
            assertThatThrownBy(() -> {
                        lock(other, 1);
                        other.rollback();
                        crosswise.join();
                    })
                    .isInstanceOfAny(IllegalStateException.class, CompletionException.class);
        }

        Awaitility.await().until(() -> deadlocks() == 1);
    }

    /** All nodes charge, and callers are interrupted. */
    private List<Grant> racedAndInterrupted(int calls) throws InterruptedException {
        try (Interrupts interrupts = new Interrupts(calls)) {
            return raced(
                    calls, (ledger, charges) -> interrupts.exposed(() -> grantsUnlessInterrupted(ledger, charges)));
        }
    }

    private List<Grant> raced(int calls) throws InterruptedException {
        return raced(calls, (ledger, charges) -> grants(ledger.consume(charges)));
    }

    /** The clocks go on together, again and again, while all nodes charge. */
    private List<Grant> raced(int calls, BiFunction<Ledger, List<QuotaCharge>, List<Grant>> charging)
            throws InterruptedException {
        return Race.run(24, calls, number -> {
                    if (number % 20 == 19) {
                        tick();
                    }
                    Ledger ledger = nodes.get(number % nodes.size()).select(Ledger.class);
                    return charging.apply(ledger, charges(number));
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Who is interrupted while it waits has charged nothing. */
    private static List<Grant> grantsUnlessInterrupted(Ledger ledger, List<QuotaCharge> charges) {
        try {
            return grants(ledger.consume(charges));
        } catch (QuotaStoreException interrupted) {
            assertThat(interrupted)
                    .hasMessageContaining("interrupted")
                    .returns(false, QuotaStoreException::outcomeUnknown);
            return List.of();
        }
    }

    private void tick() {
        nodes.forEach(node -> node.select(TestClock.class).move(TICK));
    }

    /** Half of the calls want both, in either order; where the small one has no room, neither is taken. */
    private static List<QuotaCharge> charges(int number) {
        QuotaCharge many = new QuotaCharge(KEY, HOUR, 1);
        QuotaCharge few = new QuotaCharge(KEY, FEW_PER_HOUR, 1);
        return switch (number / 3 % 4) {
            case 0 -> List.of(many, few);
            case 1 -> List.of(few, many);
            case 2 -> List.of(few);
            default -> List.of(many);
        };
    }

    private static List<Grant> grants(QuotaDecision decision) {
        return decision.allowed()
                ? decision.usages().stream()
                        .map(usage ->
                                new Grant(usage.scope(), usage.periodStart().toEpochMilli(), usage.used()))
                        .toList()
                : List.of();
    }

    /** As the server has counted them; sessions tell it when they end, at the latest. */
    private long deadlocks() {
        pools.forEach(TestDatabase::close);
        pools.clear();
        Awaitility.await()
                .until(() -> database.number("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()")
                        == 0);
        return database.number("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private static void lock(Connection connection, int id) {
        try (PreparedStatement statement = connection.prepareStatement("select id from pair where id = ? for update")) {
            statement.setInt(1, id);
            statement.executeQuery();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
