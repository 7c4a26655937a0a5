// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.ledger.Ledger;
import org.ration.ledger.LedgerBeans;
import org.ration.ledger.account.AccountIds;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.Shards;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Three PostgreSQL servers behind ShardingSphere-JDBC under load, one application all the while: one of them, chosen at
 * random, is stopped as if its power failed, or does not answer any more. Meanwhile no second passes without charges on
 * the two others, and after every round acknowledged ≤ counter ≤ acknowledged + unknown, for every key of all rounds so
 * far. {@code -Dshards.rounds=N} chooses how many.
 */
class KilledShardsTest {

    private static final int ROUNDS = Integer.getInteger("shards.rounds", Effort.of(2, 100));
    private static final int AWAY = 4;
    private static final int THREADS = 3;
    private static final Duration SECONDS = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private final Random random = new Random(7);
    private final List<CrashingServer> servers = new ArrayList<>();
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final List<TestDatabase> direct = new ArrayList<>();
    private final List<Load> all = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();
    private TestDatabase database;
    private TestContainer container;
    private Ledger ledger;

    @BeforeEach
    void start() throws IOException {
        for (int shard = 0; shard < Shards.COUNT; shard++) {
            CrashingServer server = new CrashingServer(data.resolve("shard" + shard));
            servers.add(server);
            proxies.add(new TcpProxy(server.port()));
            direct.add(TestDatabase.at(Database.POSTGRESQL, server.url(server.port()), 2));
            direct.get(shard).createTables();
        }
        List<String> urls = IntStream.range(0, Shards.COUNT)
                .mapToObj(shard -> servers.get(shard).url(proxies.get(shard).port()))
                .toList();
        database = TestDatabase.at(Database.POSTGRESQL_ON_SHARDS, Shards.over("killed", urls), 12);
        container = TestContainer.on(database).beans(LedgerBeans.class).start();
        ledger = container.select(Ledger.class);
        ledger.start();
    }

    @AfterEach
    void stop() throws IOException {
        container.close();
        database.close();
        direct.forEach(TestDatabase::close);
        for (TcpProxy proxy : proxies) {
            proxy.close();
        }
        for (CrashingServer server : servers) {
            server.close();
        }
    }

    @Test
    void takeNothingFromTheOthersAndLoseNothing() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Load> loads = loads(round);
            loads.forEach(load -> await(load, 20));
            int away = random.nextInt(Shards.COUNT);
            boolean crash = round % 2 == 0;
            List<Load> healthy = new ArrayList<>(loads);
            Load dead = healthy.remove(away);

            if (crash) {
                servers.get(away).crash();
            } else {
                proxies.get(away).stall(true);
            }
            long slowest = assertNoSecondWithoutCharges(healthy);
            if (crash) {
                servers.get(away).recover();
            } else {
                proxies.get(away).stall(false);
            }
            await(dead, dead.acknowledged() + 20);
            for (Load load : loads) {
                load.stop();
            }

            awaitQuiet();
            for (int shard = 0; shard < all.size(); shard++) {
                all.get(shard).assertExact(direct.get(shard % Shards.COUNT));
            }
            note(crash ? "stopped" : "cut off", slowest);
        }
    }

    /** One for each database, in their order. */
    private List<Load> loads(int round) {
        List<Load> loads = IntStream.range(0, Shards.COUNT)
                .mapToObj(shard -> new Load(ledger, key(round, shard), THREADS))
                .toList();
        all.addAll(loads);
        return loads;
    }

    private static String key(int round, int shard) {
        org.ration.ledger.sql.Shards shards = new org.ration.ledger.sql.Shards(Shards.COUNT);
        return IntStream.range(0, 1000)
                .mapToObj(number -> "killed:" + round + ":" + number)
                .filter(key -> shards.of(AccountIds.UNNAMED.prefix(key)) == shard)
                .findFirst()
                .orElseThrow();
    }

    /** Answers how many charges there were in the second with the fewest. */
    private static long assertNoSecondWithoutCharges(List<Load> healthy) {
        long slowest = Long.MAX_VALUE;
        for (int second = 0; second < AWAY; second++) {
            List<Long> before = healthy.stream().map(Load::acknowledged).toList();
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            for (int i = 0; i < healthy.size(); i++) {
                long charges = healthy.get(i).acknowledged() - before.get(i);
                assertThat(charges).as("charges in second %d", second).isPositive();
                slowest = Math.min(slowest, charges);
            }
        }
        return slowest;
    }

    private static void await(Load load, long acknowledged) {
        Awaitility.await().atMost(SECONDS).until(() -> load.acknowledged() >= acknowledged);
    }

    /** What was under way when a caller gave up may have gone on. */
    private void awaitQuiet() {
        for (TestDatabase shard : direct) {
            Awaitility.await()
                    .atMost(SECONDS)
                    .ignoreExceptions()
                    .until(() -> shard.number("select count(*) from pg_stat_activity where datname = current_database()"
                                    + " and pid <> pg_backend_pid() and state <> 'idle'")
                            == 0);
        }
    }

    /** The figures for docs/proof.md. */
    private void note(String how, long slowest) throws IOException {
        figures.add(
                "%s: at least %d charges in each second on each other; in all acknowledged %d, unknown %d, counted %d"
                        .formatted(
                                how,
                                slowest,
                                sum(Load::acknowledged),
                                sum(Load::unknown),
                                direct.stream()
                                        .mapToLong(shard -> shard.number(
                                                "select sum(used) from ration_account where period = 'day'"))
                                        .sum()));
        Files.write(Path.of("target", "killed-shards.txt"), figures);
    }

    private long sum(ToLongFunction<Load> what) {
        return all.stream().mapToLong(what).sum();
    }
}
