// SPDX-License-Identifier: Apache-2.0
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Starts the demo on several PostgreSQL servers behind ShardingSphere-JDBC, by the configuration of
 * {@code docs/scaling.md}. {@code mvn -Pdemo -Ddemo.shards=3} runs this file as it stands:
 * {@code java -Ddemo.shards=3 ShardedDemo.java <target> <sources> <port>}.
 *
 * @param target the folder in which Maven builds
 * @param sources the folder of this file
 * @param port the port of the loopback interface
 * @param shards how many servers
 */
record ShardedDemo(Path target, Path sources, String port, int shards) {

    private static final Pattern YAML = Pattern.compile("```yaml\n(databaseName: .*?)```", Pattern.DOTALL);

    /** The configuration of one of the servers on the page. */
    private static final Pattern SERVER = Pattern.compile("^  shard_(\\d+):\n(?:    .*\n)+", Pattern.MULTILINE);

    private static final String LAST_LINE = "The counters are kept in";

    /** A customer of the demo, and how to ask for him. */
    private static final List<String> CUSTOMERS = List.of("alice", "carol");

    private static final List<String> KEYS = List.of("alice-free", "carol-pro");

    public static void main(String... arguments) throws IOException, InterruptedException, SQLException {
        ShardedDemo demo = new ShardedDemo(
                Path.of(arguments[0]).toAbsolutePath(),
                Path.of(arguments[1]).toAbsolutePath(),
                arguments[2],
                Integer.getInteger("demo.shards"));
        List<EmbeddedPostgres> servers = demo.servers();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> servers.forEach(ShardedDemo::stop)));
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(0)));
        for (EmbeddedPostgres server : servers) {
            demo.createTables(server);
        }
        System.exit(demo.run(demo.configuration(servers)));
    }

    private List<EmbeddedPostgres> servers() throws IOException {
        System.out.printf("%d PostgreSQL servers are starting …%n", shards);
        List<EmbeddedPostgres> servers = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            servers.add(EmbeddedPostgres.builder()
                    .setDataDirectory(data(shard))
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start());
        }
        return servers;
    }

    private Path data(int shard) {
        return target.resolve("demo-data").resolve("shard_" + shard);
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException gone) {
            System.err.println("A PostgreSQL server was gone already: " + gone.getMessage());
        }
    }

    /** In production: Flyway, on each of them. */
    private void createTables(EmbeddedPostgres server) throws IOException, SQLException {
        Path script = target.resolve("classes/META-INF/ration/db/postgresql/V1__ration.sql");
        try (Connection connection = DriverManager.getConnection(url(server));
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select to_regclass('ration_meta')")) {
                found.next();
                if (found.getString(1) != null) {
                    return;
                }
            }
            statement.execute(Files.readString(script));
        }
    }

    private static String url(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", "postgres") + "&socketTimeout=30&connectTimeout=2";
    }

    /** That of the page, with these servers in place of its three. */
    private Path configuration(List<EmbeddedPostgres> servers) throws IOException {
        String page = Files.readString(sources.resolve("../../../docs/scaling.md"));
        String yaml = YAML.matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .findFirst()
                .orElseThrow();
        String first = SERVER.matcher(yaml).results().findFirst().orElseThrow().group();
        String all = IntStream.range(0, shards)
                .mapToObj(shard -> first.replace("shard_0", "shard_" + shard)
                        .replaceAll("jdbcUrl: .*", "jdbcUrl: " + url(servers.get(shard)))
                        .replaceAll("username: .*", "username: postgres"))
                .collect(Collectors.joining());
        String rest = SERVER.matcher(yaml).replaceAll("");
        return Files.writeString(
                target.resolve("demo-data").resolve("ration-shards.yaml"),
                rest.replace("dataSources:\n", "dataSources:\n" + all)
                        .replace("{0..2}", "{0.." + (shards - 1) + "}")
                        .replace("% 3}", "% " + shards + "}"));
    }

    private int run(Path configuration) throws IOException, InterruptedException {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        sources.resolve("Demo.java").toString(),
                        target.toString(),
                        sources.toString(),
                        port,
                        "-Ddemo.driver=org.apache.shardingsphere.driver.ShardingSphereDriver",
                        "-Ddemo.url=jdbc:shardingsphere:absolutepath:" + configuration,
                        "-Dration.shards=" + shards,
                        "-Dration.schema=validate",
                        "--addlibs",
                        target.resolve("demo-shards").resolve("lib").toString())
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            demo.toHandle().destroy();
            demo.onExit().join();
        }));
        try (BufferedReader output = demo.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                System.out.println(line);
                if (line.startsWith(LAST_LINE)) {
                    System.out.println(whatToTry());
                }
            }
        }
        return demo.waitFor();
    }

    private String whatToTry() {
        int away = shard(CUSTOMERS.get(0));
        return """

                They are in %d PostgreSQL servers: those of alice in number %d, those of carol in number %d.

                5  kill the server with alice's counters: she gets 503, carol goes on
                   kill -QUIT $(head -1 %s/postmaster.pid)
                   curl -i -H 'X-Api-Key: %s' http://127.0.0.1:%s/api/tiles/5/1/1
                   curl -i -H 'X-Api-Key: %s' http://127.0.0.1:%s/api/tiles/5/1/1

                6  press Ctrl-C, and run mvn -Pdemo -Ddemo.shards=%d again: alice's counters are as they were
                """
                .formatted(
                        shards,
                        away,
                        shard(CUSTOMERS.get(1)),
                        data(away),
                        KEYS.get(0),
                        port,
                        KEYS.get(1),
                        port,
                        shards);
    }

    /** As Ration's ids begin, and as the configuration reads them. */
    private int shard(String customer) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("\ncustomer:" + customer).getBytes(StandardCharsets.UTF_8));
            return Integer.parseInt(HexFormat.of().formatHex(digest), 0, 4, 16) % shards;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
