// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ration.testing.Transactions;

/** A PostgreSQL server from Maven, durable, on loopback alone. Its data are gone when it is closed. */
final class Server implements AutoCloseable {

    /** The connections of each design's pool. */
    static final int POOL = 16;

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "6GB",
            "max_wal_size", "16GB",
            "checkpoint_timeout", "30min",
            "wal_level", "minimal",
            "max_wal_senders", "0",
            "max_connections", "300",
            "maintenance_work_mem", "1GB");

    private static final List<String> SHOWN = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_sync_method",
            "wal_level",
            "commit_delay",
            "commit_siblings",
            "shared_buffers",
            "huge_pages_status",
            "max_wal_size",
            "max_connections",
            "autovacuum");

    private final Path data;
    private final EmbeddedPostgres postgres;

    private Server(Path data, EmbeddedPostgres postgres) {
        this.data = data;
        this.postgres = postgres;
    }

    /**
     * Starts a server.
     *
     * @param device on what it keeps its commits
     * @param target the folder for scratch data on disk
     */
    static Server start(Device device, Path target) {
        try {
            Path data = device == Device.DISK
                    ? target.resolve("bench-data").toAbsolutePath()
                    : Files.createTempDirectory(Path.of("/dev/shm"), "ration-bench");
            delete(data);
            EmbeddedPostgres.Builder builder =
                    EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(true);
            SETTINGS.forEach(builder::setServerConfig);
            device.settings().forEach(builder::setServerConfig);
            return new Server(data, builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Creates an empty database. */
    Database newDatabase(String name) {
        String url = postgres.getJdbcUrl("postgres", "postgres");
        Database.execute(url, "create database " + name);
        return new Database(postgres.getJdbcUrl("postgres", name));
    }

    /** The settings in force that matter to commits. */
    Map<String, String> settings() {
        Map<String, String> shown = new LinkedHashMap<>();
        SHOWN.forEach(
                name -> shown.put(name, Database.text(postgres.getJdbcUrl("postgres", "postgres"), "show " + name)));
        return shown;
    }

    int port() {
        return postgres.getPort();
    }

    /** The id of its first process. */
    long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
            delete(data);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * A database of the server.
     *
     * @param url where it is
     */
    record Database(String url) {

        /** Runs SQL, in a transaction of its own. */
        void execute(String sql) {
            execute(url, sql);
        }

        /** The number that a query answers. */
        long number(String sql) {
            return Long.parseLong(text(url, sql));
        }

        /** The text that a query answers. */
        String text(String sql) {
            return text(url, sql);
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url);
        }

        /** A pool that knows no transaction manager, as users of the rivals have it. */
        HikariDataSource plainPool() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(countingUrl());
            config.setMaximumPoolSize(POOL);
            return new HikariDataSource(config);
        }

        /** A pool whose connections take part in Narayana's transactions. */
        AgroalDataSource jtaPool() {
            try {
                NarayanaTransactionIntegration transactions =
                        new NarayanaTransactionIntegration(Transactions.manager(), Transactions.registry());
                return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                        .connectionPoolConfiguration(pool -> pool.maxSize(POOL)
                                .acquisitionTimeout(Duration.ofSeconds(30))
                                .transactionIntegration(transactions)
                                .connectionFactoryConfiguration(factory -> factory.jdbcUrl(countingUrl()))));
            } catch (SQLException failed) {
                throw new IllegalStateException("no pool for " + url, failed);
            }
        }

        /** The URL by which round trips are counted. */
        String countingUrl() {
            return url + (url.contains("?") ? "&" : "?") + "socketFactory=" + CountingSockets.class.getName();
        }

        private static void execute(String url, String sql) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new IllegalStateException(sql, failed);
            }
        }

        private static String text(String url, String sql) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getString(1);
            } catch (SQLException failed) {
                throw new IllegalStateException(sql, failed);
            }
        }
    }
}
