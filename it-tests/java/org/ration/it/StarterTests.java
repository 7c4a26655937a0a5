// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.ration.it.shop.Store;
import org.ration.it.starter.HelloApplication;
import org.ration.it.starter.HelloResource;
import org.ration.it.starter.UnnamedUnit;

/** Two dependencies and one annotation: the first 429 on a server's default data source. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class StarterTests {

    private static final String UNIT =
            """
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
                <persistence-unit name="shop" transaction-type="JTA">
                    <jta-data-source>java:comp/DefaultDataSource</jta-data-source>
                </persistence-unit>
            </persistence>
            """;

    private final Instant begin = Instant.now();
    private TestServer server;

    /** Starts the server, with nothing but a default data source. */
    abstract TestServer start(WebArchive... applications);

    @BeforeAll
    void start() {
        server = start(
                GettingStarted.war(),
                Wars.war("own.war", "java:comp/DefaultDataSource", "ration.schema=create")
                        .addClasses(HelloApplication.class, HelloResource.class, Store.class)
                        .addAsLibrary(new File(System.getProperty("starter.jar"))),
                ShrinkWrap.create(WebArchive.class, "unnamed.war")
                        .addClasses(HelloApplication.class, HelloResource.class, UnnamedUnit.class)
                        .addAsLibraries(
                                new File(System.getProperty("ration.jar")),
                                new File(System.getProperty("starter.jar"))),
                ShrinkWrap.create(WebArchive.class, "clashing.war")
                        .addClasses(HelloApplication.class, HelloResource.class, UnnamedUnit.class)
                        .addAsResource(new StringAsset(UNIT), "META-INF/persistence.xml")
                        .addAsLibraries(
                                new File(System.getProperty("ration.jar")),
                                new File(System.getProperty("starter.jar"))));
    }

    /** What the log says of an application that injects its unit without a name. */
    String clash() {
        return "RATION-084 the starter adds a second persistence unit to the application's, and ["
                + UnnamedUnit.class.getName() + "] inject one without a name; write unitName";
    }

    @AfterAll
    void end() {
        if (server != null) {
            server.close();
        }
    }

    /** The first test: what it measures includes the deployment of the other applications. */
    @Test
    @Order(1)
    void answers429AfterTheThirdCallOfTheApplicationThatThePageBuildsWithinAMinute() {
        Client client = server.client("hello");

        assertThat(statuses(() -> client.get("api/hello"))).containsExactly(200, 200, 200, 429);
        assertThat(server.log()).contains("Quotas are counted in the server's default data source");
        GettingStarted.requireAMinuteSince(begin);
    }

    @Test
    void givesWayToAProducerOfTheApplicationsOwn() {
        assertThat(statuses("own")).containsExactly(200, 200, 200, 429);
        assertThat(server.log())
                .contains("Ration's starter is replaced by the producer of [" + Store.class.getName() + "]");
    }

    @Test
    void isTheUnitWithoutANameOfAnApplicationThatHasNone() {
        assertThat(statuses("unnamed")).containsExactly(200, 200, 200, 429);
    }

    @Test
    void refusesAnApplicationThatInjectsAUnitOfItsOwnWithoutAName() {
        assertThat(statuses("clashing")).containsOnly(404);
        assertThat(server.log()).contains(clash());
    }

    private List<Integer> statuses(String application) {
        Client client = server.client(application);
        return statuses(() -> client.get("api/hello?who=" + application));
    }

    private static List<Integer> statuses(Supplier<Answer> call) {
        return Stream.generate(call).limit(4).map(Answer::status).toList();
    }
}
