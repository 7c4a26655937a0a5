// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts the demo on Payara Micro, tells what to try once it is ready, and stays until Ctrl-C. {@code mvn -Pdemo} runs
 * this file as it stands: {@code java Demo.java <target> <sources> <port> <more>}.
 *
 * @param target the folder in which Maven builds
 * @param sources the folder of this file
 * @param port the port of the loopback interface
 * @param more what Java gets besides, which begins with {@code -D}, and what Payara Micro does
 */
record Demo(Path target, Path sources, int port, List<String> more) {

    /** How an entry of the log begins; the other lines go on with the one before. */
    private static final Pattern ENTRY = Pattern.compile("\\d\\d:\\d\\d:\\d\\d ");

    private static final Pattern SMALL = Pattern.compile(ENTRY + "(INFO +(?!org\\.ration)|\\w+ +PayaraMicro:)");

    private static final String READY = "ready in";

    /** Beyond this there is a fault to be read in the log. */
    private static final int FAILED = 1;

    public static void main(String... arguments) throws IOException, InterruptedException {
        Demo demo = new Demo(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Integer.parseInt(arguments[2]),
                Arrays.stream(arguments).skip(3).toList());
        Process payara = demo.start();
        endWithMaven(payara);
        demo.tell(payara);
        System.exit(payara.waitFor());
    }

    private Process start() throws IOException {
        Path data = Files.createDirectories(target.resolve("demo-data"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddemo.driver=org.h2.jdbcx.JdbcDataSource",
                "-Ddemo.url=jdbc:h2:file:" + data + "/tiles;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"));
        more(true).forEach(command::add);
        command.addAll(List.of(
                "-jar",
                target.resolve("payara-micro.jar").toString(),
                "--deploy",
                target.resolve("demo.war").toString(),
                "--contextroot",
                "/",
                "--port",
                Integer.toString(port),
                "--prebootcommandfile",
                sources.resolve("loopback.asadmin").toString(),
                "--logproperties",
                sources.resolve("logging.properties").toString(),
                "--nohazelcast",
                "--disablephonehome"));
        more(false).forEach(command::add);
        System.out.printf("Payara Micro is starting on port %d …%n", port);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Stream<String> more(boolean ofJava) {
        return more.stream().filter(argument -> argument.startsWith("-D") == ofJava);
    }

    /** Ctrl-C reaches all of us; a Maven that is killed does not take its children along. */
    private static void endWithMaven(Process payara) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(payara)));
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(0)));
    }

    /** By its handle: {@code Process.destroy} would close the log while it is read. */
    private static void end(Process payara) {
        payara.toHandle().destroy();
        payara.onExit().join();
    }

    /** Passes the log on, but for what the server tells of itself while all is well. */
    private void tell(Process payara) throws IOException, InterruptedException {
        try (BufferedReader log = payara.inputReader()) {
            boolean small = false;
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                small = ENTRY.matcher(line).lookingAt() ? SMALL.matcher(line).lookingAt() : small;
                if (!small) {
                    System.out.println(line);
                } else if (line.contains(READY)) {
                    tellWhatToTry();
                }
            }
        }
    }

    /** Payara Micro is ready even where the application is not. */
    private void tellWhatToTry() throws IOException, InterruptedException {
        HttpRequest page = HttpRequest.newBuilder(URI.create(base() + "/")).build();
        int status = HttpClient.newHttpClient()
                .send(page, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            System.err.println("\nThe demo could not be deployed; the lines above tell why.\n");
            System.exit(FAILED);
        }
        System.out.println(whatToTry());
    }

    private String base() {
        return "http://127.0.0.1:" + port;
    }

    private String whatToTry() {
        return """

                The demo listens on BASE  (Ctrl-C ends it)

                1  a map tile, with the headers that tell what is left of 3 a day
                   curl -i -H 'X-Api-Key: alice-free' BASE/api/tiles/5/1/1

                2  three more: the last one is refused with 429 and says why
                   curl -i -H 'X-Api-Key: alice-free' 'BASE/api/tiles/5/[2-4]/1'

                3  the tiles are used up, the uploads are not: two scopes side by side
                   curl -i -H 'X-Api-Key: alice-free' -d 'a track' BASE/api/uploads

                4  press Ctrl-C, run mvn -Pdemo again, and ask: a restart refunds nothing
                   curl -i -H 'X-Api-Key: alice-free' BASE/api/tiles/5/1/1

                Operators see and adjust all of it at BASE/ration/  (login olga, password demo)

                The counters are kept in target/demo-data; mvn clean forgets them.
                """
                .replace("BASE", base());
    }
}
