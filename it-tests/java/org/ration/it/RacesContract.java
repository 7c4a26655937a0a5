// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.callers.CallersApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;
import org.ration.testing.Race;

/** Many threads and few units, on each database; the counter in the database is what was granted. */
abstract class RacesContract extends OnServer {

    private static final int THREADS = 16;
    private static final int CALLS = 400;
    private static final int LIMIT = 250;

    private static final List<Database> DATABASES = List.of(Database.H2, Database.POSTGRESQL, Database.MARIADB);

    static List<WebArchive> applications(ServerTests tests) {
        List<WebArchive> applications = new ArrayList<>();
        for (Database database : DATABASES) {
            String name = application(database);
            applications.add(withCallers(Wars.war(
                    name + ".war",
                    tests.dataSource(database, name).withMaxPoolSize(THREADS * 2),
                    "ration.schema=" + (database == Database.MARIADB ? "validate" : "create"),
                    "ration.timeout=PT20S")));
        }
        if (tests.has(Ability.DEFAULT_DATA_SOURCE)) {
            applications.add(
                    withCallers(Wars.war("races-default.war", "java:comp/DefaultDataSource", "ration.schema=create")));
        }
        return applications;
    }

    private static String application(Database database) {
        return "races-" + database.name().toLowerCase();
    }

    private static WebArchive withCallers(WebArchive war) {
        return war.addPackage(CallersApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
    }

    static Stream<Arguments> databasesAndCallers() {
        return DATABASES.stream().flatMap(database -> Stream.of("plain", "transactional", "cmt")
                .map(caller -> Arguments.of(database, caller)));
    }

    @ParameterizedTest(name = "{0}, callers are {1}")
    @MethodSource("databasesAndCallers")
    void grantTheLimitExactlyToThreads(Database database, String caller) {
        assertExact(client(application(database)), "threads", caller);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "transactional", "cmt"})
    void grantTheLimitExactlyOnTheDefaultDataSource(String caller) {
        needs(Ability.DEFAULT_DATA_SOURCE);

        assertExact(client("races-default"), "default", caller);
    }

    private static void assertExact(Client client, String race, String caller) {
        String key = "global:" + race + "-" + caller;

        JsonObject result = client.send(
                        "POST",
                        "api/races/one?caller=" + caller + "&key=" + key + "&threads=" + THREADS + "&calls=" + CALLS
                                + "&limit=" + LIMIT)
                .json();

        assertThat(result.getJsonArray("errors")).isEmpty();
        assertThat(result.getInt("granted")).isEqualTo(LIMIT);
        assertThat(client.used(key)).isEqualTo(LIMIT);
    }

    @ParameterizedTest(name = "{0}, callers are {1}")
    @MethodSource("databasesAndCallers")
    void grantTheLimitExactlyToRequests(Database database, String caller) throws InterruptedException {
        String key = "global:requests-" + caller;
        Client client = client(application(database));

        List<Answer> answers = Race.run(
                THREADS,
                CALLS,
                number -> client.send("POST", "api/races/call/" + caller + "?limit=" + LIMIT + "&key=" + key));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers).filteredOn(answer -> answer.body().equals("true")).hasSize(LIMIT);
        assertThat(client.used(key)).isEqualTo(LIMIT);
    }
}
