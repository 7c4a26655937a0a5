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

/** What a hundred answers of Ration's own leave in the server's log: never a stack trace, and a line a second at most. */
abstract class LogContract extends OnServer {

    private static final int CALLS = 100;

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war("quiet.war", tests.dataSource(Database.H2, "quiet"), "ration.schema=create")
                .addPackage(QuietApplication.class.getPackage())
                .addClass(Store.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resource", "unscoped", "bean", "transactional", "ejb", "stage", "suspended"})
    void hasALineASecondForRefusals(String way) {
        assertQuiet("api/quiet/" + way, 429);
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
        client("beans").send("POST", "api/beans/timers/stopped"); // they have lines of their own
        Client client = client("quiet");
        int first = mark(client);
        long start = System.nanoTime();
        for (int call = 0; call < CALLS; call++) {
            assertThat(client.get(path).status()).isEqualTo(status);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        int last = mark(client);

        List<String> lines = server().log()
                .substring(first, last)
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(lines).as("stack traces").noneMatch(line -> line.matches("\\s+at [\\w.$/@]+\\(.*"));
        assertThat(lines).hasSizeLessThanOrEqualTo(linesOfEntry() * (int) (seconds + 2));
    }

    /** Payara and GlassFish write a line for an entry's head, and one for its text. */
    private int linesOfEntry() {
        return 2;
    }

    /** Writes a line of the application's own into the log, and answers where it is. */
    private int mark(Client client) {
        String mark = UUID.randomUUID().toString();
        client.send("POST", "api/quiet/mark?text=" + mark);
        await().until(() -> server().log().contains(mark));
        return server().log().indexOf(mark);
    }
}
