// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.charge.LedgerSettings;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.Logged;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * A synchronous pair of PostgreSQL servers under load, one application all the while: the primary is killed, or cut off
 * while it lives on, and its standby is promoted. After every round acknowledged ≤ counter ≤ acknowledged + unknown,
 * for every key of all rounds so far. {@code -Dfailover.rounds=N} chooses how many.
 */
class FailOverTest {

    private static final int ROUNDS = Integer.getInteger("failover.rounds", Effort.of(2, 200));
    private static final int KEYS = 3;
    private static final int THREADS = 3;
    private static final Duration SECONDS = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private final List<Load> all = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();
    private PairedServer primary;
    private PairedServer standby;
    private TestDatabase database;
    private TestContainer container;

    @BeforeEach
    void start() throws IOException, SQLException {
        primary = new PairedServer(data.resolve("one"), freePort());
        standby = new PairedServer(data.resolve("two"), freePort());
        primary.start();
        standby.follow(primary);
        database = TestDatabase.at(
                Database.POSTGRESQL,
                "jdbc:postgresql://" + primary.address() + "," + standby.address()
                        + "/postgres?user=postgres&targetServerType=primary&hostRecheckSeconds=1"
                        + "&connectTimeout=2&loginTimeout=2&socketTimeout=2",
                12);
        database.createTables();
        container = TestContainer.on(database).beans(ProofBeans.class).start();
    }

    @AfterEach
    void stop() throws IOException {
        container.close();
        database.close();
        standby.close();
        primary.close();
    }

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Load> loads = loads(round);
            primary.awaitStandbyAtCommits();
            await(loads, 20 + 37L * round % 300);

            long failed = System.nanoTime();
            fail(round);
            await(loads, 1);
            Duration pause = Duration.ofNanos(System.nanoTime() - failed);
            await(loads, 20);
            for (Load load : loads) {
                load.stop();
            }

            Awaitility.await().atMost(SECONDS).until(primary::isQuiet);
            all.forEach(load -> load.assertExact(database));
            note(round, pause);
            standby.follow(primary);
        }
    }

    @Test
    void noticesWhatAnAsynchronousReplicaLoses() throws Exception {
        List<Load> loads = loads(0);
        primary.followers().stall(true);
        await(loads, 50);
        primary.kill();
        standby.promote();
        for (Load load : loads) {
            load.stop();
        }

        assertThat(loads).anySatisfy(load -> assertThatThrownBy(() -> load.assertExact(database))
                .isInstanceOf(AssertionError.class));
    }

    @Test
    void isWarnedOfAtTheStart() throws Exception {
        assertThat(warningsAt(primary))
                .contains("1 replicas follow asynchronously (pg_stat_replication)")
                .doesNotContain("pg_is_in_recovery");
        assertThat(warningsAt(standby)).contains("the server is a standby (pg_is_in_recovery)");

        List<Load> loads = loads(0);
        primary.awaitStandbyAtCommits();
        for (Load load : loads) {
            load.stop();
        }
        assertThat(warningsAt(primary)).doesNotContain("RATION-080");
    }

    /** A standby is no database to start on. */
    private static String warningsAt(PairedServer server) {
        try (TestDatabase direct = TestDatabase.at(Database.POSTGRESQL, server.url() + "&socketTimeout=20", 4);
                TestContainer node =
                        TestContainer.on(direct).beans(ProofBeans.class).start()) {
            Ledger ledger =
                    new Ledger(node.select(LedgerSettings.class), TestContainer.of(node.select(NewTransaction.class)));
            return String.join("\n", Logged.by(() -> {
                try {
                    ledger.start();
                } catch (IllegalStateException refused) {
                    return refused;
                }
                return ledger;
            }));
        }
    }

    /** Afterwards what was the standby is the primary, and the other is dead. */
    private void fail(int round) throws Exception {
        switch (round % 3) {
            case 0 -> primary.kill();
            case 1 -> {
                primary.followers().stall(true);
                primary.awaitCommitThatWaits();
            }
            default -> {
                primary.followers().stall(true);
                primary.clients().stall(true);
            }
        }
        standby.promote();
        if (round % 3 != 0) {
            letTheOldPrimaryBe();
        }
        PairedServer dead = primary;
        primary = standby;
        standby = dead;
    }

    /** Two primaries, for longer than clients wait for answers; then the old one is switched off. */
    private void letTheOldPrimaryBe() throws IOException {
        Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
        primary.kill();
        primary.followers().stall(false);
        primary.clients().stall(false);
    }

    private List<Load> loads(int round) {
        Ledger ledger = container.select(Ledger.class);
        List<Load> loads = IntStream.range(0, KEYS)
                .mapToObj(number -> new Load(ledger, "pair:" + round + ":" + number, THREADS))
                .toList();
        all.addAll(loads);
        return loads;
    }

    /** Waits until so many more are acknowledged. */
    private static void await(List<Load> loads, long more) {
        long before = sum(loads, Load::acknowledged);
        Awaitility.await()
                .atMost(SECONDS)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sum(loads, Load::acknowledged) >= before + more);
    }

    private static long sum(List<Load> loads, ToLongFunction<Load> what) {
        return loads.stream().mapToLong(what).sum();
    }

    /** The figures for docs/proof.md. */
    private void note(int round, Duration pause) throws IOException {
        String how = List.of("killed", "standby cut off", "primary cut off").get(round % 3);
        figures.add("%s: first charge after %d ms; in all acknowledged %d, unknown %d, counted %d"
                .formatted(
                        how,
                        pause.toMillis(),
                        sum(all, Load::acknowledged),
                        sum(all, Load::unknown),
                        database.number("select sum(used) from ration_account where period = 'day'")));
        Files.write(Path.of("target", "fail-over.txt"), figures);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
