// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.callers.CallersApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;

/** Charges on data sources of every kind, from transactions of every kind: one server, one application for each. */
class DataSourcesIT {

    private static final String POSTGRES_AGAIN = "postgres-again";
    private static final String SMALL_POOL = "small-pool";
    private static final String CROWDED_POOL = "crowded-pool";
    private static final String BEANS_LEDGER = "beans-ledger";

    /** The server's own pool has 32 connections at most. */
    private static final int WRITERS_ON_DEFAULT = 20;

    private static final List<String> CALLERS = List.of("plain", "transactional", "cmt");

    private static final int THREADS = 64;
    private static final int CALLS = 150;
    private static final int LIMIT = 100;

    private static final String SIMPLE_URL = Database.POSTGRESQL.newUrl("simple");

    private static final Map<String, DefinedDataSource> DEFINED = Map.of(
            "h2-xa", DefinedDataSource.of("org.h2.jdbcx.JdbcDataSource", h2("xa")),
            "h2-driver", DefinedDataSource.of("org.h2.Driver", h2("driver")),
            "postgres", DefinedDataSource.of("org.postgresql.ds.PGSimpleDataSource", SIMPLE_URL),
            "postgres-pool",
                    DefinedDataSource.of(
                            "org.postgresql.ds.PGConnectionPoolDataSource", Database.POSTGRESQL.newUrl("pool")),
            "postgres-xa", DefinedDataSource.of("org.postgresql.xa.PGXADataSource", Database.POSTGRESQL.newUrl("xa")));

    private static TestServer server;

    private static String h2(String name) {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    @BeforeAll
    static void start() {
        WebArchive byDefault = Wars.war("default.war", "java:comp/DefaultDataSource", settings());
        WebArchive smallPool = Wars.war(
                SMALL_POOL + ".war",
                DefinedDataSource.of("org.h2.jdbcx.JdbcDataSource", h2("small")).withMaxPoolSize(2),
                "ration.schema=create",
                "ration.connections=1",
                "ration.timeout=PT20S");
        WebArchive crowdedPool = Wars.war(
                CROWDED_POOL + ".war",
                DefinedDataSource.of("org.h2.jdbcx.JdbcDataSource", h2("crowded"))
                        .withMaxPoolSize(2),
                "ration.schema=create",
                "ration.timeout=PT4S");
        WebArchive beansLedger =
                Wars.war(BEANS_LEDGER + ".war", DefinedDataSource.of("org.h2.Driver", h2("beans")), settings());
        WebArchive again = Wars.war(POSTGRES_AGAIN + ".war", DEFINED.get("postgres"), settings());
        Stream<WebArchive> defined =
                DEFINED.entrySet().stream().map(each -> Wars.war(each.getKey() + ".war", each.getValue(), settings()));
        server = PayaraMicro.start(Stream.concat(
                        Stream.of(byDefault, smallPool, crowdedPool, beansLedger),
                        Stream.concat(defined, Stream.of(again)))
                .map(DataSourcesIT::withCallers)
                .toArray(WebArchive[]::new));
        Stream.concat(applications(), Stream.of(SMALL_POOL, CROWDED_POOL, BEANS_LEDGER))
                .forEach(application -> assertThat(server.client(application).send("POST", "api/notes/table"))
                        .as(application)
                        .returns(204, Answer::status));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String[] settings() {
        return new String[] {"ration.schema=create", "ration.timeout=PT20S"};
    }

    private static WebArchive withCallers(WebArchive war) {
        return war.addPackage(CallersApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
    }

    private static Stream<String> applications() {
        return Stream.concat(Stream.of("default"), DEFINED.keySet().stream().sorted());
    }

    /** A charge within a transaction that has an insert of its own on an open connection. */
    @Nested
    class Transactions {

        static Stream<Arguments> everyCase() {
            return applications().flatMap(application -> Stream.of("transactional", "cmt", "bmt", "web")
                    .flatMap(caller -> Stream.of("connection", "entityManager")
                            .flatMap(by -> Stream.of("allowed", "refused", "not charged")
                                    .flatMap(outcome -> Stream.of(true, false)
                                            .map(commit -> Arguments.of(application, caller, by, outcome, commit))))));
        }

        @ParameterizedTest(name = "{0}: {1} inserts by {2}, is {3}, commits: {4}")
        @MethodSource("everyCase")
        void endAsTheCallerWantsWhateverBecomesOfTheCharge(
                String application, String caller, String by, String outcome, boolean commit) {
            Client client = server.client(application);
            String id = String.join("-", caller, by, outcome.replace(" ", ""), Boolean.toString(commit));
            String key = (outcome.equals("not charged") ? "global:poison-" : "global:") + id;

            Answer answer = client.send(
                    "POST",
                    "api/notes/" + id + "?caller=" + caller + "&by=" + by + "&commit=" + commit + "&key=" + key
                            + "&limit=" + (outcome.equals("refused") ? 0 : 10));

            assertThat(answer.body()).isEqualTo(outcome);
            assertThat(client.get("api/notes/" + id).body()).isEqualTo(Boolean.toString(commit));
            assertThat(client.used(key)).isEqualTo(outcome.equals("allowed") ? 1 : 0);
        }
    }

    /** Many threads and few units; the counter in the database is what was granted. */
    @Nested
    class Races {

        static Stream<Arguments> applicationsAndCallers() {
            return applications().flatMap(application -> Stream.of("plain", "transactional", "cmt", "bmt", "web")
                    .map(caller -> Arguments.of(application, caller)));
        }

        static Stream<String> everyApplication() {
            return applications();
        }

        @ParameterizedTest(name = "{0}: {1}")
        @MethodSource("applicationsAndCallers")
        void grantTheLimitOfANewKeyExactlyWhileCallersHoldConnections(String application, String caller) {
            String key = "global:one-" + caller;
            int threads = application.equals("default") ? WRITERS_ON_DEFAULT : THREADS;

            JsonObject race = race(application, "one", caller, "writing=true&key=" + key + "&threads=" + threads);

            assertGranted(race, LIMIT);
            assertThat(server.client(application).used(key)).isEqualTo(LIMIT);
        }

        @ParameterizedTest
        @MethodSource("everyApplication")
        void takeBothOfAPairOrNeitherInEitherOrder(String application) {
            for (String caller : CALLERS) {
                String key = "global:pair-" + caller;

                JsonObject race = race(application, "pairs", caller, "key=" + key + "&threads=" + THREADS);

                assertGranted(race, LIMIT);
                assertThat(server.client(application).used(key, "", "day")).isEqualTo(LIMIT);
                assertThat(server.client(application).used(key, "", "month")).isEqualTo(LIMIT);
            }
        }

        @ParameterizedTest
        @MethodSource("everyApplication")
        void neverDeadlockOnOverlappingSetsInAnyOrder(String application) {
            for (String caller : CALLERS) {
                String key = "global:set-" + caller + "-";

                JsonObject race = race(application, "sets", caller, "key=" + key + "&threads=" + THREADS);

                assertGranted(race, CALLS);
                assertThat(IntStream.range(0, 12)
                                .mapToLong(number -> server.client(application).used(key + number))
                                .sum())
                        .isEqualTo(4 * CALLS);
            }
            assertThat(deadlocks(application)).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"plain", "transactional", "cmt"})
        void grantTheLimitExactlyToRequests(String caller) {
            String key = "global:requests-" + caller;
            Client client = server.client("postgres");

            List<Answer> answers = atOnce(
                    CALLS,
                    () -> client.sendAsync("POST", "api/races/call/" + caller + "?limit=" + LIMIT + "&key=" + key));

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(answers)
                    .filteredOn(answer -> answer.body().equals("true"))
                    .hasSize(LIMIT);
            assertThat(client.used(key)).isEqualTo(LIMIT);
        }

        private static JsonObject race(String application, String kind, String caller, String parameters) {
            return server.client(application)
                    .send(
                            "POST",
                            "api/races/" + kind + "?caller=" + caller + "&limit=" + LIMIT + "&calls=" + CALLS + "&"
                                    + parameters)
                    .json();
        }

        private static void assertGranted(JsonObject race, int granted) {
            assertThat(race.getJsonArray("errors")).isEmpty();
            assertThat(race.getInt("granted")).isEqualTo(granted);
            assertThat(race.getInt("refused")).isEqualTo(CALLS - granted);
        }

        /** Those that PostgreSQL has broken since the tests began; others do not count theirs. */
        private static long deadlocks(String application) {
            return application.startsWith("postgres")
                    ? number(
                            DEFINED.get(application).url(),
                            "select deadlocks from pg_stat_database where datname = current_database()")
                    : 0;
        }
    }

    /** Pools of two connections. */
    @Nested
    class SmallPool {

        private final Client client = server.client(SMALL_POOL);

        @Test
        void isEnoughForFiftyCallersThatHoldNoConnection() {
            List<Answer> answers =
                    atOnce(50, () -> client.sendAsync("POST", "api/races/call/cmt?limit=1000&key=global:fifty"));

            assertThat(answers).extracting(Answer::body).containsOnly("true");
            assertThat(client.used("global:fifty")).isEqualTo(50);
        }

        /** Payara's own pool would let each of them wait for a minute. */
        @Test
        void answersFiftyCallersInTimeSomeOfWhomHoldAllConnections() {
            Client crowd = server.client(CROWDED_POOL);

            JsonObject answer = crowd.send("POST", "api/races/crowd?caller=cmt&callers=50&pool=2&key=global:crowd")
                    .json();

            List<String> outcomes = answer.getJsonArray("outcomes").getValuesAs(JsonString::getString);
            assertThat(answer.getJsonArray("millis").getValuesAs(JsonNumber::longValue))
                    .hasSize(50)
                    .allSatisfy(millis -> assertThat(millis).isLessThan(30_000));
            assertThat(answer.getJsonArray("errors")).isEmpty();
            assertThat(outcomes).contains("not charged").isSubsetOf("not charged", "allowed");
            assertThat(crowd.used("global:crowd") + crowd.used("global:crowd0") + crowd.used("global:crowd1"))
                    .isEqualTo(outcomes.stream().filter("allowed"::equals).count());
            assertThat(crowd.send("POST", "api/races/call/plain?limit=10&key=global:after")
                            .body())
                    .isEqualTo("true");
        }
    }

    /**
     * The check at start is shown to see what it looks for: on Payara's pool of plain connections CDI's transactions
     * share. This application is for nothing else, as its pool does not survive that.
     */
    @Test
    void aLedgerWhoseTransactionsShareTheCallersConnectionDoesNotStart() {
        assertThat(server.client(BEANS_LEDGER)
                        .send("POST", "api/ledgers/transactional")
                        .body())
                .contains("RATION-003 A new transaction on the data source");
    }

    @Test
    void aHandlerThatTakesLongDelaysNoOtherChargeOfItsKey() {
        Client client = server.client("postgres");
        CompletableFuture<Answer> slow = client.sendAsync("GET", "api/handlers/slow");
        client.get("api/handlers/entered");

        Answer quick = client.get("api/handlers/quick");

        assertThat(quick.status()).isEqualTo(200);
        assertThat(slow).isNotDone();
        assertThat(client.used("global:handlers")).isEqualTo(2);
        client.send("POST", "api/handlers/released");
        assertThat(slow.join().body()).isEqualTo("true");
    }

    @Test
    void tablesThatAreThereAlreadyAreUsedAndSharedByApplications() {
        assertThat(server.client("postgres")
                        .send("POST", "api/races/call/plain?limit=2&key=global:shared")
                        .body())
                .isEqualTo("true");

        List<String> answers = Stream.of(POSTGRES_AGAIN, POSTGRES_AGAIN)
                .map(application -> server.client(application)
                        .send("POST", "api/races/call/plain?limit=2&key=global:shared")
                        .body())
                .toList();

        assertThat(answers).containsExactly("true", "false");
        assertThat(number(SIMPLE_URL, "select count(*) from ration_meta where name = 'schema'"))
                .isEqualTo(1);
    }

    private static List<Answer> atOnce(int times, Supplier<CompletableFuture<Answer>> request) {
        List<CompletableFuture<Answer>> requests =
                Stream.generate(request).limit(times).toList();
        return requests.stream().map(CompletableFuture::join).toList();
    }

    private static long number(String url, String query) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "any");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
