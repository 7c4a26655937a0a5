// SPDX-License-Identifier: Apache-2.0
package org.ration.proof;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One of two PostgreSQL servers that follow each other, and the network around it: what clients reach it by, and what
 * the other follows it by. A standby is made as {@code pg_basebackup} makes it, which Maven's binaries lack: by the
 * functions of the server, and a copy of its files.
 */
final class PairedServer implements AutoCloseable {

    // It complains of servers that are gone. Kept here, since loggers are only weakly held.
    private static final Logger QUIET = Logger.getLogger("io.zonky.test.db.postgres.embedded");

    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");
    private static final Set<String> LEFT_EMPTY = Set.of("pg_wal", "pg_replslot", "pg_dynshmem", "pg_stat_tmp");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        QUIET.setLevel(Level.OFF);
    }

    private final Path data;
    private final TcpProxy clients;
    private final TcpProxy followers;
    private final int port;
    private EmbeddedPostgres server;

    /** Starts a primary that nobody follows yet. */
    PairedServer(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.clients = new TcpProxy(port);
        this.followers = new TcpProxy(port);
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_keep_size", "1GB")
                .start();
    }

    /** Where clients reach it. */
    String address() {
        return "127.0.0.1:" + clients.port();
    }

    /** The network between it and its clients. */
    TcpProxy clients() {
        return clients;
    }

    /** The network between it and its standby. */
    TcpProxy followers() {
        return followers;
    }

    /** Ends all of its processes at once, as if its machine were switched off. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Makes the standby a primary, which waits for no standby of its own. */
    void promote() throws SQLException {
        value("select pg_promote(true, 30)");
    }

    /** Becomes the standby of another, with what that has. */
    void follow(PairedServer primary) throws IOException, SQLException {
        if (server != null) {
            server.close();
        }
        delete(data);
        try (Connection backup = primary.connect();
                Statement statement = backup.createStatement()) {
            statement.execute("select pg_backup_start('pair', true)");
            copy(primary.data, data);
            try (ResultSet stopped = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(data.resolve("backup_label"), stopped.getString(1));
            }
        }
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%nsynchronous_standby_names = ''%n"
                        .formatted(primary.followers.port()),
                StandardOpenOption.TRUNCATE_EXISTING);
        start();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        primary.isTrue("select count(*) = 1 from pg_stat_replication" + " where state = 'streaming'"));
    }

    /** Acknowledges from now on only what its standby has on disk, too. */
    void awaitStandbyAtCommits() throws SQLException {
        run("alter system set synchronous_standby_names = '*'");
        run("select pg_reload_conf()");
        followers.stall(true);
        awaitCommitThatWaits();
        followers.stall(false);
    }

    /** Waits until a commit waits for the standby. */
    void awaitCommitThatWaits() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isTrue("select count(*) > 0 from pg_stat_activity where wait_event = 'SyncRep'"));
    }

    /** Whether nothing is under way. */
    boolean isQuiet() throws SQLException {
        return isTrue("select count(*) = 0 from pg_stat_activity where backend_type = 'client backend'"
                + " and state <> 'idle' and pid <> pg_backend_pid()");
    }

    @Override
    public void close() throws IOException {
        clients.close();
        followers.close();
        if (server != null) {
            server.close();
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean isTrue(String sql) throws SQLException {
        return "t".equals(value(sql));
    }

    private String value(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Where it is, past the network. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copied = to.resolve(from.relativize(folder));
                Files.createDirectories(copied);
                Files.setPosixFilePermissions(copied, Files.getPosixFilePermissions(folder));
                return LEFT_EMPTY.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!LEFT_OUT.contains(file.getFileName().toString())) {
                    copyIfThere(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The server goes on meanwhile, and removes files. */
    private static void copyIfThere(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to);
        } catch (NoSuchFileException gone) {
            Files.deleteIfExists(to);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
