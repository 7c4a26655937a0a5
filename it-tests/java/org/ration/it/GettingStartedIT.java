// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/getting-started.md says, line by line, in a folder that was empty. */
@RunsOn("payara6")
class GettingStartedIT {

    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3})", Pattern.MULTILINE);

    /** So that it is this machine's alone. */
    private static final String OF_TESTS = " --port %d --prebootcommandfile '%s' --nohazelcast --disablephonehome";

    @Test
    void thePageLeadsToA429WithinAMinute() {
        List<String> lines = GettingStarted.lines();
        assertThat(lines).hasSize(4);
        Instant begin = Instant.now();

        GettingStarted begun = GettingStarted.begin();
        begun.run(lines.get(0));
        begun.run(lines.get(1));
        int port = ServerProcess.freePort();
        try (TestServer server = start(begun, lines.get(2), port)) {
            String answers = begun.run(lines.get(3).replace("localhost:8080", "127.0.0.1:" + port));

            assertThat(STATUS.matcher(answers).results().map(status -> status.group(1)))
                    .as(server.log())
                    .containsExactly("200", "200", "200", "429");
            assertThat(answers)
                    .contains("Retry-After: ", "RateLimit: \"day\";r=0;t=", "\"violated-policies\":[\"day\"]");
            GettingStarted.requireAMinuteSince(begin);
        }
    }

    private static TestServer start(GettingStarted begun, String line, int port) {
        String typed = "exec " + line + OF_TESTS.formatted(port, System.getProperty("payara-micro.commands"));
        ProcessBuilder command = new ProcessBuilder("bash", "-c", typed).directory(begun.project.toFile());
        return ServerProcess.start(command, port, port, ReadySign.of("ready in", 1));
    }
}
