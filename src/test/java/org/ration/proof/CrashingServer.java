// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;

/** A PostgreSQL of its own, which keeps what it commits, and can be stopped as if the power failed. */
final class CrashingServer implements AutoCloseable {

    // It complains of servers that are gone. Kept here, since loggers are only weakly held.
    private static final Logger QUIET = Logger.getLogger("io.zonky.test.db.postgres.embedded");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private final Path data;
    private EmbeddedPostgres server;

    CrashingServer(Path data) throws IOException {
        this.data = data;
        this.server = start(0);
    }

    int port() {
        return server.getPort();
    }

    String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&socketTimeout=2&connectTimeout=2";
    }

    /** Stops it immediately (SIGQUIT): no checkpoint, nothing is said to clients; and waits until it is gone. */
    void crash() throws IOException, InterruptedException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(data.resolve("postmaster.pid")));
    }

    /** Starts it again on what it has left, on the same port. */
    void recover() throws IOException {
        int port = port();
        server.close();
        server = start(port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }
}
