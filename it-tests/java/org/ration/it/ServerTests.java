// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.ration.testing.Database;
import org.ration.testing.Jdk;
import org.ration.testing.TestDatabase;

/** All that is tested on every server: one start of it, with all applications. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
abstract class ServerTests {

    private static final Map<Database, String> DRIVERS = Map.of(
            Database.H2, "org.h2.jdbcx.JdbcDataSource",
            Database.POSTGRESQL, "org.postgresql.ds.PGSimpleDataSource",
            Database.MARIADB, "org.mariadb.jdbc.MariaDbDataSource");

    /** How many lines of the log are shown of a deployment that failed. */
    private static final int REASON_LINES = 8;

    private final RunsOn description = getClass().getAnnotation(RunsOn.class);
    private final Map<String, DefinedDataSource> dataSources = new TreeMap<>();
    private TestServer server;

    /** Starts the server. */
    abstract TestServer start(Jdk jdk, WebArchive... applications);

    @BeforeAll
    void start() {
        server = start(Stream.of(
                        WireContract.applications(this),
                        KeysContract.applications(this),
                        EnterpriseBeansContract.applications(this),
                        EndingsContract.applications(this),
                        OutsideJaxRsContract.applications(this),
                        AdministrationContract.applications(this),
                        SettingsContract.applications(this),
                        UsageContract.applications(this),
                        RacesContract.applications(this),
                        FirstRequestsContract.applications(this),
                        LogContract.applications(this),
                        RestartContract.applications(this),
                        RefusedDeploymentsContract.applications(this))
                .flatMap(List::stream)
                .toArray(WebArchive[]::new));
        requireDeployed(server.log());
    }

    /** Where the log says that an application was not deployed that should be, it says why; a 404 would not. */
    private static void requireDeployed(String log) {
        List<String> lines =
                log.lines().filter(line -> !line.startsWith("\tat ")).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.contains("utodeploy failed")
                    && RefusedDeploymentsContract.REFUSED.stream().noneMatch(line::contains)) {
                List<String> before = lines.subList(Math.max(0, i - REASON_LINES), i + 1);
                throw new IllegalStateException(String.join("\n", before));
            }
        }
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    TestServer start(WebArchive... applications) {
        return start(
                description.jdk() == 0
                        ? Jdk.current()
                        : Jdk.ofVersion(description.jdk()).orElseThrow(),
                applications);
    }

    TestServer server() {
        return server;
    }

    String name() {
        return description.value();
    }

    boolean has(Ability ability) {
        return !List.of(description.lacks()).contains(ability);
    }

    /** A data source of this server's own; that of a name is always the same. */
    DefinedDataSource dataSource(Database database, String name) {
        return dataSources.computeIfAbsent(
                name, each -> DefinedDataSource.of(DRIVERS.get(database), newUrl(database, each)));
    }

    private String newUrl(Database database, String name) {
        return database == Database.MARIADB ? newMariaDb() : database.newUrl((name() + "_" + name).replace('-', '_'));
    }

    /**
     * With tables, as it makes none in XA's transactions, which its data source has on some servers. It takes any user.
     */
    private static String newMariaDb() {
        try (TestDatabase database = TestDatabase.withTables(Database.MARIADB, 1)) {
            return database.url().replace("user=root&", "");
        }
    }

    /** The first calls of applications come first, as long as the server has time for them. */
    @Nested
    @Order(1)
    class FirstRequests extends FirstRequestsContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(2)
    class Wire extends WireContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(3)
    class Keys extends KeysContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(4)
    class EnterpriseBeans extends EnterpriseBeansContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(4)
    class Endings extends EndingsContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(4)
    class OutsideJaxRs extends OutsideJaxRsContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(5)
    class Administration extends AdministrationContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(6)
    class Settings extends SettingsContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(6)
    class Usage extends UsageContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(6)
    class OpenApi extends OpenApiContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(7)
    class Races extends RacesContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(8)
    class RefusedDeployments extends RefusedDeploymentsContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(9)
    class Health extends HealthContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    @Nested
    @Order(10)
    class Log extends LogContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }

    /** Last: the server is killed. */
    @Nested
    @Order(11)
    class Restart extends RestartContract {

        @Override
        ServerTests tests() {
            return ServerTests.this;
        }
    }
}
