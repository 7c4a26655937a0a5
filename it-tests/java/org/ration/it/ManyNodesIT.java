// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ration.it.nodes.NodesApplication;
import org.ration.it.shop.Store;
import org.ration.proof.WindowsOfNodes;
import org.ration.proof.WindowsOfNodes.Grant;
import org.ration.testing.Database;
import org.ration.testing.Race;
import org.ration.testing.TestDatabase;

/**
 * Three servers on one PostgreSQL, with clocks that are ten minutes behind, right and ten minutes ahead: under load
 * hours end, and calls want two counters in opposite orders. {@code ManyNodesTest} is its short form.
 */
@Tag("long")
class ManyNodesIT {

    private static final List<String> TIMES =
            List.of("2026-03-10T11:50:00Z", "2026-03-10T12:00:00Z", "2026-03-10T12:10:00Z");
    private static final List<String> METHODS = List.of("few-many", "many-few", "many", "few-many");
    private static final int CALLS = 9000;
    private static final int CALLS_PER_TICK = 120;
    private static final String TICK = "PT7M";

    private final List<TestServer> servers = new ArrayList<>();
    private TestDatabase database;

    @BeforeEach
    void start() {
        database = TestDatabase.withTables(Database.POSTGRESQL, 2);
        TIMES.forEach(time -> servers.add(PayaraMicro.start(application(time))));
    }

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
        database.close();
    }

    @Test
    void areExactWhileTheirHoursEnd() throws InterruptedException {
        List<Client> nodes =
                servers.stream().map(server -> server.client("nodes")).toList();

        List<Answer> answers = Race.run(24, CALLS, number -> {
            if (number % CALLS_PER_TICK == 0) {
                nodes.forEach(node -> node.send("POST", "api/nodes/clock?by=" + TICK));
            }
            return nodes.get(number % nodes.size())
                    .send("POST", "api/nodes/" + METHODS.get(number / 3 % METHODS.size()) + "?who=all");
        });

        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        WindowsOfNodes.assertExact(database, "param:who:all", grants(answers));
        assertThat(WindowsOfNodes.assertMonotone(database, "param:who:all"))
                .as("hours of both counters")
                .isGreaterThan(12);
        assertThat(database.number("select max(w.used) from ration_closed_window w join ration_account a"
                        + " on a.id = w.account_id where a.scope = 'few'"))
                .isEqualTo(40);
        assertThat(deadlocks()).isZero();
    }

    private static List<Grant> grants(List<Answer> answers) {
        List<Grant> grants = new ArrayList<>();
        answers.stream().filter(answer -> answer.status() == 200).forEach(answer -> answer.body()
                .lines()
                .map(line -> line.split(" "))
                .map(words -> new Grant(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])))
                .forEach(grants::add));
        return grants;
    }

    /** As the server has counted them; sessions tell it when they end, at the latest. */
    private long deadlocks() {
        servers.forEach(TestServer::close);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> database.number("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()")
                        == 0);
        return database.number("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private WebArchive application(String time) {
        return Wars.war(
                        "nodes.war",
                        DefinedDataSource.of("org.postgresql.ds.PGSimpleDataSource", database.url())
                                .withMaxPoolSize(32),
                        "ration.secret=a secret of this test only",
                        "ration.timeout=PT50S",
                        "testing.time=" + time)
                .addPackage(NodesApplication.class.getPackage())
                .addClasses(Store.class);
    }
}
