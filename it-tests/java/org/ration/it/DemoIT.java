// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.ration.Pages;
import org.ration.observability.Monitoring;

/** The demo as {@code mvn -Pdemo} starts it, with a database of its own. */
class DemoIT {

    private static final Pattern STATUS = Pattern.compile("HTTP/[\\d.]+ (\\d{3})");
    private static final String LAST_LINE = "The counters are kept in";

    /** A line to type: the method, unless it is GET; a header and its value; what is asked for. */
    private static final Pattern CURL = Pattern.compile(
            "^curl -i(?: -X (\\w+))? -H '([^:]+): ([^']+)' 'http://127\\.0\\.0\\.1:8080/([^']+)'", Pattern.MULTILINE);

    @TempDir
    private static Path target;

    private static int port;
    private static Process demo;
    private static List<String> told;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        Files.createSymbolicLink(target.resolve("payara-micro.jar"), property("payara-micro.jar"));
        Files.createSymbolicLink(target.resolve("demo.war"), property("demo.war"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        client = new Client(URI.create("http://127.0.0.1:" + port + "/"));
        run();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        end();
    }

    @Test
    void doesWhatTheFourLinesSayAndRefundsNothingAfterARestart() throws IOException, InterruptedException {
        List<String> lines = linesToTry();
        assertThat(lines).hasSize(4);
        String tile = answers(lines.get(0));

        assertThat(statuses(tile)).containsExactly(200);
        assertThat(tile)
                .containsIgnoringCase("Content-Type: image/svg+xml")
                .containsIgnoringCase("RateLimit-Policy: \"tiles-day\";q=3;w=86400")
                .containsIgnoringCase("RateLimit: \"tiles-day\";r=2;t=");
        String three = answers(lines.get(1));
        assertThat(statuses(three)).containsExactly(200, 200, 429);
        assertThat(three).contains("\"violated-policies\":[\"tiles-day\"]");
        assertThat(statuses(answers(lines.get(2)))).containsExactly(202);

        assertThat(end()).isEqualTo(143);
        run();

        assertThat(statuses(answers(lines.get(3)))).containsExactly(429);
        assertThat(used("alice-free")).contains("tiles-day 3 of 3", "uploads-day 1 of 2");
        assertThat(audit()).as("told once").hasSize(4);
    }

    @Test
    void hasAPastForOperatorsToLookAt() {
        assertThat(audit()).hasSize(4);
        JsonObject north = operators("accounts?key=north-atlas&scope=tiles")
                .json()
                .getJsonArray("accounts")
                .getJsonObject(0);

        assertThat(north.getInt("limit")).isEqualTo(60);
        assertThat(operators("accounts/" + north.getString("id")).json().getJsonArray("windows"))
                .hasSizeGreaterThan(30);
        assertThat(client.get("ration/").status()).isEqualTo(401);
    }

    @Test
    void tellsWhereItListens() {
        assertThat(told).anyMatch(line -> line.contains("listens on http://127.0.0.1:" + port));
        assertThat(told).noneMatch(line -> line.contains("Exception"));
    }

    @Test
    void chargesAnEjbByWeight() {
        assertThat(export("bob-free", "pdf", 3).status()).isEqualTo(202);
        assertThat(export("bob-free", "pdf", 2).status()).isEqualTo(429);
        assertThat(export("bob-free", "png", 5).status()).isEqualTo(202);
        Answer neverFits = export("bob-free", "pdf", 5);

        assertThat(neverFits.status()).isEqualTo(429);
        assertThat(neverFits.has("Retry-After")).isFalse();
        assertThat(export("bob-free", "gif", 1).status()).isEqualTo(400);
        assertThat(used("bob-free")).contains("exports-month 20 of 20");
    }

    @Test
    void chargesWhatIsAnsweredAsynchronously() {
        assertThat(report("bob-free").status()).isEqualTo(200);
        assertThat(report("bob-free").json().getString("region")).isEqualTo("north");
        Answer refused = report("bob-free");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getJsonArray("violated-policies").toString()).isEqualTo("[\"reports-day\"]");
        assertThat(used("bob-free")).contains("reports-day 2 of 2", "reports-month 2 of 5");
    }

    /** The endpoint with settleBy, and that with the period inflight. */
    @Test
    void holdsAsTheLinesOfThePageAboutChargesWithAnIdSay() {
        List<MatchResult> lines = CURL.matcher(Pages.read(Path.of("docs/charges-with-an-id.md")))
                .results()
                .toList();
        assertThat(lines).hasSize(4);

        Answer places = sent(lines.get(0)).join();
        CompletableFuture<Answer> running = sent(lines.get(1));
        await().untilAsserted(
                        () -> assertThat(sent(lines.get(2)).join().status()).isEqualTo(429));
        Answer refused = sent(lines.get(2)).join();
        Answer usage = sent(lines.get(3)).join();

        assertThat(running).isNotDone();
        assertThat(places.body()).hasLineCount(7);
        assertThat(places.header("RateLimit")).startsWith("\"rows-month\";r=50;");
        assertThat(refused.has("Retry-After")).isFalse();
        assertThat(figures(usage, "used")).contains("rows-month 7 of 100");
        assertThat(figures(usage, "reserved")).contains("rows-month 0 of 100", "renderings-inflight 1 of 1");
    }

    private static CompletableFuture<Answer> sent(MatchResult line) {
        String method = Optional.ofNullable(line.group(1)).orElse("GET");
        return client.sendAsync(method, line.group(4), line.group(2), line.group(3));
    }

    @Test
    void givesTheProPlanTenTimesAsMuch() {
        assertThat(tile("carol-pro").header("RateLimit-Policy")).isEqualTo("\"tiles-day\";q=30;w=86400");
    }

    @Test
    void letsStrangersInNowhere() {
        assertThat(client.get("api/tiles/5/1/1").status()).isEqualTo(401);
        assertThat(tile("mallory").status()).isEqualTo(401);
    }

    @Test
    void reportsTheMetricsOfTheDashboardAndOfTheAlertRules() {
        tile("carol-pro");
        String scrape = client.get("metrics").body();

        Map<String, Set<String>> read = Monitoring.labels(Monitoring.expressions());
        assertThat(read.remove("ration_decision_time_seconds_bucket"))
                .as("of OpenTelemetry alone")
                .containsExactly("application", "le");
        assertThat(read).hasSizeGreaterThan(6);
        read.forEach((name, labels) -> assertThat(scrape.lines().filter(line -> line.startsWith(name + "{")))
                .as(name)
                .anyMatch(line -> labels.stream().allMatch(label -> line.contains(label + "=\""))));
    }

    /** More than a fifth of the calls is refused: that alert waits for its time, and no other has a reason. */
    @Test
    @EnabledIf("org.ration.it.Prometheus#isInstalled")
    void isWatchedByPrometheusWithTheAlertRulesAndTheDashboard() {
        try (Prometheus prometheus = Prometheus.of(port)) {
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                export("bob-free", "pdf", 5);
                assertThat(prometheus.rules())
                        .extracting(rule ->
                                rule.getString("name") + " " + rule.getString("health") + " " + rule.getString("state"))
                        .containsExactly(
                                "RationStoreFails ok inactive",
                                "RationCallsPassUncounted ok inactive",
                                "RationRefusesMany ok pending",
                                "RationDecidesSlowly ok inactive",
                                "RationQueueGrows ok inactive");
            });

            assertThat(Monitoring.queries()
                            .filter(query -> prometheus.query(query).isEmpty()))
                    .as("of OpenTelemetry, and of faults")
                    .allMatch(query -> query.contains("seconds_bucket") || query.contains("failed|uncounted"));
        }
    }

    @Test
    void hasAPage() {
        Answer page = client.get("");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Take a tile", "<ration-usage>");
        assertThat(client.get("quotas.js").header("Content-Type")).startsWith("text/javascript");
    }

    @Test
    @EnabledIf("org.ration.it.Browser#isInstalled")
    void itsPageShowsInABrowserWhatTheCallerHasUsed() {
        try (Browser browser = Browser.start()) {
            browser.open(client.base());
            browser.set(browser.await(By.tagName("select")), "carol-pro");
            browser.click("Take a tile");

            browser.reads("ratelimit-policy: \"tiles-day\";q=30;w=86400");
            browser.until(
                    "the usage is that of carol", driver -> usage(browser).matches("(?s).*tiles-day\\d+ of 30 used.*"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static String usage(Browser browser) {
        return (String) browser.script("return document.querySelector('ration-usage').shadowRoot?.textContent ?? ''");
    }

    private static List<String> linesToTry() {
        return told.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("curl -i "))
                .toList();
    }

    /** What a shell writes for a line. */
    private static String answers(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", line + " --silent --show-error")
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }

    private static List<Integer> statuses(String answers) {
        return STATUS.matcher(answers)
                .results()
                .map(status -> Integer.valueOf(status.group(1)))
                .toList();
    }

    private static JsonArray audit() {
        return operators("audit").json().getJsonArray("entries");
    }

    /** By the login that is told. */
    private static Answer operators(String path) {
        assertThat(told).anyMatch(line -> line.contains("/ration/  (login olga, password demo)"));
        String login = Base64.getEncoder().encodeToString("olga:demo".getBytes(UTF_8));
        return client.get("ration/api/" + path, "Authorization", "Basic " + login);
    }

    private static Answer tile(String apiKey) {
        return client.get("api/tiles/5/1/1", "X-Api-Key", apiKey);
    }

    private static Answer export(String apiKey, String format, int sheets) {
        return client.send("POST", "api/exports?format=" + format + "&sheets=" + sheets, "X-Api-Key", apiKey);
    }

    private static Answer report(String apiKey) {
        return client.get("api/reports/north", "X-Api-Key", apiKey);
    }

    private static List<String> used(String apiKey) {
        return figures(client.get("quotas", "X-Api-Key", apiKey), "used");
    }

    private static List<String> figures(Answer usages, String member) {
        return usages.json().getJsonArray("quotas").getValuesAs(JsonObject.class).stream()
                .map(usage ->
                        "%s %d of %d".formatted(usage.getString("policy"), usage.getInt(member), usage.getInt("limit")))
                .toList();
    }

    /** Starts the demo, and takes down what it tells until it is ready. */
    private static void run() throws IOException {
        Path sources = Path.of("src", "demo", "payara").toAbsolutePath();
        demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        sources.resolve("Demo.java").toString(),
                        target.toString(),
                        sources.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        BufferedReader output = demo.inputReader();
        told = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            told.add(line);
            if (line.startsWith(LAST_LINE)) {
                return;
            }
        }
        throw new AssertionError("the demo ended: " + String.join("\n", told));
    }

    /** As by Ctrl-C, which the JVM handles alike, but which a shell that runs the tests in the background turns off. */
    private static int end() throws InterruptedException {
        demo.toHandle().destroy();
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.descendants()).isEmpty();
        return demo.exitValue();
    }

    private static Path property(String name) {
        return Path.of(System.getProperty(name)).toAbsolutePath();
    }
}
