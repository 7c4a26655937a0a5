// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import org.ration.testing.Program;

/** Debian's Prometheus, which scrapes one server and evaluates the alert rules of the documentation, each second. */
final class Prometheus implements AutoCloseable {

    private static final String CONFIGURATION =
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [RULES]
            scrape_configs:
              - job_name: ration
                static_configs: [{targets: ['127.0.0.1:PORT']}]
            """;

    private final TestServer server;

    private Prometheus(TestServer server) {
        this.server = server;
    }

    /** Where there is none, the tests that need it are skipped, and say so. */
    static boolean isInstalled() {
        boolean installed = Program.areInstalled("prometheus");
        if (!installed) {
            System.out.println("The tests with Prometheus are skipped: install Debian's prometheus.");
        }
        return installed;
    }

    /** Starts one for a server of this machine. */
    static Prometheus of(int target) {
        Path folder = ServerFiles.temporaryFolder("prometheus");
        Path configuration = folder.resolve("prometheus.yml");
        Path rules = Path.of("docs", "monitoring", "ration-rules.yml").toAbsolutePath();
        ServerFiles.write(
                configuration,
                CONFIGURATION.replace("RULES", rules.toString()).replace("PORT", Integer.toString(target)));
        int port = ServerProcess.freePort();
        ProcessBuilder command = new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
        return new Prometheus(
                ServerProcess.start(command, port, port, ReadySign.of("ready to receive web requests", 1)));
    }

    /** What an expression yields now: one value for each set of labels. */
    JsonArray query(String expression) {
        return data("query?query=" + URLEncoder.encode(expression, UTF_8)).getJsonArray("result");
    }

    /** The alert rules, as they were evaluated last. */
    List<JsonObject> rules() {
        return data("rules").getJsonArray("groups").stream()
                .flatMap(group -> group.asJsonObject().getJsonArray("rules").stream())
                .map(JsonValue::asJsonObject)
                .toList();
    }

    private JsonObject data(String path) {
        Answer answer = server.root().get("api/v1/" + path);
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer.body());
        }
        return answer.json().getJsonObject("data");
    }

    @Override
    public void close() {
        server.close();
    }
}
