// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ration.QuotaStoreException;
import org.ration.ledger.Ledger;
import org.ration.testing.Database;
import org.ration.testing.Effort;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Under load nodes are killed, the server is stopped, and the network fails: acknowledged ≤ counter ≤ acknowledged +
 * unknown, and service again within seconds.
 */
class CrashTest {

    private static final int THREADS = 8;
    private static final Duration SECONDS = Duration.ofSeconds(15);

    @TempDir
    Path data;

    private CrashingServer server;
    private TcpProxy proxy;
    private TestDatabase direct;
    private TestDatabase database;
    private TestContainer container;
    private Ledger ledger;

    @BeforeEach
    void start() throws IOException {
        server = new CrashingServer(data);
        proxy = new TcpProxy(server.port());
        direct = TestDatabase.at(Database.POSTGRESQL, server.url(server.port()), 2);
        direct.createTables();
        database = TestDatabase.at(Database.POSTGRESQL, server.url(proxy.port()) + "&prepareThreshold=0", 12);
        container = TestContainer.on(database).beans(ProofBeans.class).start();
        ledger = container.select(Ledger.class);
    }

    @AfterEach
    void stop() throws IOException {
        container.close();
        database.close();
        direct.close();
        proxy.close();
        server.close();
    }

    @Test
    void aKilledNodeLosesNothingThatItAcknowledged() throws Exception {
        for (int round = 0; round < Effort.of(2, 100); round++) {
            String key = "kill:" + round;
            Process node = Node.start(server.url(server.port()), key);
            long[] told = told(node, 100 + 137L * round % 900);

            awaitQuiet();
            Load.assertExact(direct, key, told['g'], told['b'] - told['g'] - told['f']);
            assertThat(told['g']).as("acknowledged before the kill").isPositive();
        }
    }

    @Test
    void aStoppedServerLosesNothingThatWasAcknowledged() throws Exception {
        for (int round = 0; round < Effort.of(2, 50); round++) {
            Load load = new Load(ledger, "stop:" + round, THREADS);
            await(load, 50 + 31L * round % 400);
            server.crash();
            server.recover();
            assertServesAgain(load);
            load.stop();

            awaitQuiet();
            load.assertExact(direct);
        }
    }

    @Test
    void endedBackendsAreNoMoreThanAPause() throws Exception {
        Load load = new Load(ledger, "backends", THREADS);
        for (int round = 0; round < Effort.of(5, 200); round++) {
            await(load, load.acknowledged() + 40);
            direct.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            assertServesAgain(load);
        }
        load.stop();
        awaitQuiet();
        load.assertExact(direct);
    }

    @Test
    void aNetworkThatFailsLosesNothing() throws Exception {
        Load load = new Load(ledger, "network", THREADS);
        for (int round = 0; round < Effort.of(8, 200); round++) {
            await(load, load.acknowledged() + 30);
            fail(round);
            assertServesAgain(load);
        }
        load.stop();
        awaitQuiet();
        load.assertExact(direct);
        Awaitility.await().atMost(SECONDS).until(() -> database.connectionsOut() == 0);
    }

    private void fail(int round) throws InterruptedException {
        switch (round % 4) {
            case 0 -> proxy.cut();
            case 1 -> proxy.halfClose();
            case 2 -> {
                proxy.swallowAnswersToCommit(2);
                Awaitility.await().atMost(SECONDS).until(() -> proxy.left() == 0);
            }
            default -> {
                proxy.stall(true);
                Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
                proxy.stall(false);
            }
        }
    }

    private void assertServesAgain(Load load) {
        await(load, load.acknowledged() + 20);
    }

    private static void await(Load load, long acknowledged) {
        Awaitility.await().atMost(SECONDS).until(() -> load.acknowledged() >= acknowledged);
    }

    /** What was sent before a fault may be under way at the server still. */
    private void awaitQuiet() {
        Awaitility.await()
                .atMost(SECONDS)
                .ignoreException(QuotaStoreException.class)
                .until(() -> direct.number("select count(*) from pg_stat_activity where datname = current_database()"
                                + " and state <> 'idle' and pid <> pg_backend_pid()")
                        == 0);
    }

    /** Counts what a node tells, byte by byte, kills it after so many, and reads the rest. */
    private static long[] told(Process node, long bytes) throws IOException, InterruptedException {
        long[] told = new long[128];
        long left = bytes;
        try (InputStream out = node.getInputStream()) {
            for (int tells = out.read(); tells >= 0; tells = out.read()) {
                told[tells]++;
                if (--left == 0) {
                    node.toHandle().destroyForcibly();
                }
            }
        }
        node.waitFor();
        return told;
    }
}
