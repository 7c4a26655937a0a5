// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The same loads inside Payara Micro, through {@link org.ration.QuotaRegistry}; rivals run in the same server. */
final class OnPayara {

    private static final Device DEVICE = Device.FLUSH;
    private static final int THREADS = 64;
    private static final List<String> DESIGNS =
            List.of(Designs.FAST, Designs.BUCKET4J, Designs.UPDATE, Designs.BUCKET4J_BATCHING, Designs.UPDATE_JTA);

    private static final Class<?>[] CLASSES = {
        CellServlet.class,
        Cell.class,
        Callers.class,
        Design.class,
        Keys.class,
        Load.class,
        Measurement.class,
        Device.class,
        Gauges.class,
        CountingSockets.class,
        OneUpdate.class,
        Bucket4j.class,
        Pools.class,
        Transaction.class
    };

    private static final Class<?>[] LIBRARIES = {
        org.postgresql.Driver.class,
        com.zaxxer.hikari.HikariDataSource.class,
        io.github.bucket4j.Bucket.class,
        io.github.bucket4j.postgresql.Bucket4jPostgreSQL.class,
        org.HdrHistogram.Histogram.class,
        org.slf4j.Logger.class,
        org.slf4j.jul.JDK14LoggerFactory.class
    };

    private static final String PERSISTENCE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
                <persistence-unit name="bench" transaction-type="JTA">
                    <jta-data-source>%s</jta-data-source>
                    <mapping-file>META-INF/ration-orm.xml</mapping-file>
                    <exclude-unlisted-classes>true</exclude-unlisted-classes>
                </persistence-unit>
            </persistence>
            """
                    .formatted(CellServlet.DATA_SOURCE);

    private static final String WEB =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                <context-param>
                    <param-name>%1$s</param-name>
                    <param-value>URL</param-value>
                </context-param>
                <data-source>
                    <name>%2$s</name>
                    <class-name>org.postgresql.xa.PGXADataSource</class-name>
                    <url>URL</url>
                    <user>postgres</user>
                    <password>not asked for</password>
                    <max-pool-size>16</max-pool-size>
                </data-source>
            </web-app>
            """
                    .formatted(CellServlet.URL, CellServlet.DATA_SOURCE);

    private static final String SETTINGS = "ration.connections=" + Ours.FEW_CONNECTIONS + "\nration.timeout=PT30S\n";

    private static final List<Load> LOADS = List.of(Load.HOT, Load.SPREAD);

    private final Options options;
    private final List<Measurement> measurements = new ArrayList<>();

    OnPayara(Options options) {
        this.options = options;
    }

    /** Runs all cells; answers them. */
    List<Measurement> run() throws IOException, InterruptedException {
        try (Server server = Server.start(DEVICE, options.target())) {
            Server.Database database = filled(server);
            int port = freePort();
            Process payara = start(war(database), port);
            try {
                awaitReady(payara);
                warmUp(port, server.pid());
                measure(port, server.pid());
            } finally {
                payara.destroy();
                payara.waitFor();
            }
        }
        return measurements;
    }

    /** The section of the report. */
    String section() {
        Figures figures = new Figures(measurements);
        StringBuilder text = new StringBuilder(
                """
                ## Inside Payara Micro

                The same through `QuotaRegistry`: EJB, JTA, EclipseLink and the pool of the server, on
                managed threads; rivals in the same server, on a separate pool. %s, %d threads.
                """
                        .formatted(DEVICE.text(), THREADS));
        for (Load load : LOADS) {
            Set<Cell> cells = new LinkedHashSet<>();
            DESIGNS.forEach(design -> cells.add(new Cell(DEVICE, load, THREADS, design)));
            text.append("\n### ").append(load).append(", ").append(load.text()).append("\n\n");
            text.append(new CellTable(figures).text(cells)).append("\n");
            text.append("Ration against ");
            cells.stream().skip(1).forEach(rival -> figures.ratio(
                            cells.iterator().next(), List.of(rival), Measurement::perSecond)
                    .ifPresent(ratio -> text.append("%s: %.2fx; ".formatted(rival.design(), ratio))));
            text.append("medians of the repetitions.\n");
        }
        return text.toString();
    }

    private static Server.Database filled(Server server) {
        Server.Database database = server.newDatabase("payara");
        Accounts.create(database, Keys.SPREAD);
        for (String statement : OneUpdate.TABLES.split(";")) {
            database.execute(statement);
        }
        try (Bucket4j buckets =
                new Bucket4j(Designs.BUCKET4J, database.plainPool(), false, Bucket4j.Pair.TWO_BUCKETS)) {
            buckets.fill();
        }
        return database;
    }

    /**
     * Lets Java compile what each design needs, in its own time and not in that of the cells; a server's ways are long.
     */
    private void warmUp(int port, long server) throws IOException, InterruptedException {
        for (String design : DESIGNS) {
            for (Load load : LOADS) {
                run(port, server, new Cell(DEVICE, load, THREADS, design), 0, 0, 3 * options.compileMillis());
            }
        }
    }

    private void measure(int port, long server) throws IOException, InterruptedException {
        for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
            for (Load load : LOADS) {
                List<String> designs = new ArrayList<>(DESIGNS);
                Plan.turn(designs, repetition);
                for (String design : designs) {
                    Measurement measured = run(
                            port,
                            server,
                            new Cell(DEVICE, load, THREADS, design),
                            repetition,
                            options.warmUpMillis(),
                            options.millis());
                    System.out.println("payara," + measured.csv());
                    measurements.add(measured);
                }
            }
        }
    }

    private Measurement run(int port, long server, Cell cell, int repetition, long warmUpMillis, long millis)
            throws IOException, InterruptedException {
        Map<String, Object> parameters = Map.of(
                "device",
                cell.device(),
                "load",
                cell.load(),
                "threads",
                cell.threads(),
                "design",
                cell.design(),
                "repetition",
                repetition,
                "server",
                server,
                "warmUpMillis",
                warmUpMillis,
                "millis",
                millis);
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue().toString(), StandardCharsets.UTF_8))
                .reduce((one, other) -> one + "&" + other)
                .orElseThrow();
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/cell?" + query))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(cell + " on Payara: " + response.statusCode() + ", see payara.log");
        }
        return Measurement.parse(response.body());
    }

    private Path war(Server.Database database) throws IOException {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "bench.war")
                .addClasses(CLASSES)
                .addAsLibrary(rationJar())
                .addAsLibraries(Stream.of(LIBRARIES).map(OnPayara::jar).toArray(File[]::new))
                .addAsResource(new StringAsset(PERSISTENCE), "META-INF/persistence.xml")
                .addAsResource(new StringAsset(SETTINGS), "META-INF/microprofile-config.properties")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .setWebXML(new StringAsset(
                        WEB.replace("URL", database.countingUrl().replace("&", "&amp;"))));
        Path file = options.target().resolve("bench.war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    private File rationJar() throws IOException {
        try (Stream<Path> files = Files.list(options.target())) {
            return files.filter(file -> file.getFileName().toString().matches("ration-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jar of Ration in " + options.target()))
                    .toFile();
        }
    }

    private static File jar(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private Process start(Path war, int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-jar",
                        options.target().resolve("payara-micro.jar").toString(),
                        "--deploy",
                        war.toString(),
                        "--contextroot",
                        "/",
                        "--port",
                        Integer.toString(port),
                        "--prebootcommandfile",
                        "src/demo/payara/loopback.asadmin",
                        "--nohazelcast",
                        "--disablephonehome")
                .redirectErrorStream(true)
                .start();
    }

    /** Reads the log until the server is ready, and on, so that it does not block. */
    private void awaitReady(Process payara) throws IOException {
        BufferedReader log = payara.inputReader();
        StringBuilder text = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            text.append(line).append('\n');
            if (line.contains("ready in")) {
                Path file = options.target().resolve("bench").resolve("payara.log");
                Files.writeString(file, text);
                Thread rest = new Thread(() -> append(log, file));
                rest.setDaemon(true);
                rest.start();
                return;
            }
        }
        throw new IllegalStateException("Payara Micro did not start:\n" + text);
    }

    private static void append(BufferedReader log, Path file) {
        try {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                Files.writeString(file, line + "\n", java.nio.file.StandardOpenOption.APPEND);
            }
        } catch (IOException closed) {
            // the server has ended
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
