// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Three PostgreSQL servers for all tests of this JVM, and data sources that spread keys over them by
 * ShardingSphere-JDBC, which is there with {@code -Pshards}.
 */
public final class Shards {

    /** How many. */
    public static final int COUNT = 3;

    private static final String CONNECTIONS = "300";

    private static final Map<String, List<String>> URLS = new ConcurrentHashMap<>();

    private Shards() {}

    /** Creates a database with tables on each of so many servers, and a configuration over them; tells where it is. */
    static String newDatabase(String name, Database kind) {
        List<String> urls = Servers.ALL.stream()
                .limit(kind.shards())
                .map(server -> create(server, name))
                .toList();
        urls.forEach(url -> kind.scripts().forEach(script -> TestDatabase.execute(url, TestDatabase.read(script))));
        return over(name, urls);
    }

    /**
     * Makes a configuration over databases that have the tables; tells where it is. The first connection reads what the
     * tables are like, and takes longer than pools wait.
     */
    public static String over(String name, List<String> urls) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "shards"));
            Path file = folder.resolve(name + "-" + ProcessHandle.current().pid() + ".yaml");
            Files.writeString(file, configuration(name, urls));
            String url = "jdbc:shardingsphere:absolutepath:" + file.toAbsolutePath();
            URLS.put(url, urls);
            DriverManager.getConnection(url).close();
            return url;
        } catch (IOException | SQLException failed) {
            throw new IllegalStateException("no shards for " + name, failed);
        }
    }

    /** Where the databases are behind a configuration. */
    static List<String> behind(String url) {
        return URLS.get(url);
    }

    private static String create(EmbeddedPostgres server, String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return server.getJdbcUrl("postgres", name);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot create the database " + name, failed);
        }
    }

    private static String configuration(String name, List<String> urls) {
        StringBuilder yaml = new StringBuilder("databaseName: ").append(name).append("\ndataSources:\n");
        for (int i = 0; i < urls.size(); i++) {
            yaml.append(
                    """
                      shard_%d:
                        dataSourceClassName: com.zaxxer.hikari.HikariDataSource
                        driverClassName: org.postgresql.Driver
                        jdbcUrl: %s
                        username: postgres
                        password: postgres
                        connectionTimeout: 1000
                        maximumPoolSize: 24
                    """
                            .formatted(i, urls.get(i)));
        }
        return yaml.append(RULES.formatted(urls.size() - 1, urls.size())).toString();
    }

    private static final String RULES =
            """
            rules:
            - !SHARDING
              tables:
                ration_account:
                  actualDataNodes: shard_${0..%1$d}.ration_account
                  databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_id}}
                ration_closed_window:
                  actualDataNodes: shard_${0..%1$d}.ration_closed_window
                  databaseStrategy: {standard: {shardingColumn: account_id, shardingAlgorithmName: by_account}}
                ration_receipt:
                  actualDataNodes: shard_${0..%1$d}.ration_receipt
                  databaseStrategy: {standard: {shardingColumn: account_id, shardingAlgorithmName: by_account}}
                ration_audit:
                  actualDataNodes: shard_${0..%1$d}.ration_audit
                  databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_id}}
              shardingAlgorithms:
                by_id:
                  type: INLINE
                  props:
                    algorithm-expression: shard_${Integer.parseInt(id.substring(0, 4), 16) %% %2$d}
                    allow-range-query-with-inline-sharding: true
                by_account:
                  type: INLINE
                  props:
                    algorithm-expression: shard_${Integer.parseInt(account_id.substring(0, 4), 16) %% %2$d}
                    allow-range-query-with-inline-sharding: true
            - !BROADCAST
              tables: [ration_meta]
            props:
              sql-show: true
            """;

    /** Started with the first database that is wanted. */
    private static final class Servers {

        private static final List<EmbeddedPostgres> ALL = start();

        private static List<EmbeddedPostgres> start() {
            List<EmbeddedPostgres> servers = new ArrayList<>();
            try {
                for (int i = 0; i < COUNT; i++) {
                    servers.add(EmbeddedPostgres.builder()
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("max_connections", CONNECTIONS)
                            .start());
                }
                return servers;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
