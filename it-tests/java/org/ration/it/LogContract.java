// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.quiet.QuietApplication;
import org.ration.it.shop.Store;
import org.ration.testing.Database;

/**
 * What a hundred answers of Ration's own leave in the server's log: never a stack trace, and a line a second at most.
 */
abstract class LogContract extends OnServer {

    private static final int CALLS = 100;

    /** Payara and GlassFish write a line for an entry's head, and one for its text. */
    private static final int LINES_OF_ENTRY = 2;

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war("quiet.war", tests.dataSource(Database.H2, "quiet"), "ration.schema=create")
                .addPackage(QuietApplication.class.getPackage())
                .addClass(Store.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resource", "unscoped", "bean", "ejb", "stage", "suspended"})
    void hasALineASecondForRefusals(String way) {
        assertQuiet("api/quiet/" + way, 429);
    }

    @Test
    void hasALineASecondForRefusalsInATransaction() {
        needs(Ability.SILENT_TRANSACTIONS);

        assertQuiet("api/quiet/transactional", 429);
    }

    @Test
    void hasNoStackTraceForRefusalsInATransaction() {
        assertNoStackTrace(linesOf("api/quiet/transactional", 429));
    }

    @Test
    void hasNothingForMissingKeys() {
        assertQuiet("api/quiet/key", 400);
    }

    @Test
    void hasNothingForStoreTroubleThatTheApplicationPassesOn() {
        assertQuiet("api/quiet/trouble", 503);
    }

    private void assertQuiet(String path, int status) {
        long start = System.nanoTime();
        List<String> lines = linesOf(path, status);
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

        assertNoStackTrace(lines);
        assertThat(lines).hasSizeLessThanOrEqualTo(LINES_OF_ENTRY * (int) (seconds + 2));
    }

    private static void assertNoStackTrace(List<String> lines) {
        assertThat(lines).noneMatch(line -> line.matches("\\s+at [\\w.$/@]+\\(.*"));
    }

    private List<String> linesOf(String path, int status) {
        client("beans").send("POST", "api/beans/timers/stopped"); // they have lines of their own
        Client client = client("quiet");
        int first = mark(client);
        for (int call = 0; call < CALLS; call++) {
            assertThat(client.get(path).status()).isEqualTo(status);
        }
        int last = mark(client);
        return server().log()
                .substring(first, last)
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Writes a line of the application's own into the log, and answers where it is. */
    private int mark(Client client) {
        String mark = UUID.randomUUID().toString();
        client.send("POST", "api/quiet/mark?text=" + mark);
        await().until(() -> server().log().contains(mark));
        return server().log().indexOf(mark);
    }
}
