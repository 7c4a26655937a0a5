// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ration.it.shop.Store;
import org.ration.it.starter.HelloApplication;
import org.ration.it.starter.HelloResource;
import org.ration.it.starter.UnnamedUnit;

/** Two dependencies and one annotation: the first 429 on the server's default data source. */
class StarterIT {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = PayaraMicro.start(
                hello("hello.war"),
                Wars.war("own.war", "java:comp/DefaultDataSource", "ration.schema=create")
                        .addClasses(HelloApplication.class, HelloResource.class, Store.class)
                        .addAsLibrary(new File(System.getProperty("starter.jar"))),
                hello("unnamed.war").addClass(UnnamedUnit.class));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static WebArchive hello(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(HelloApplication.class, HelloResource.class)
                .addAsLibraries(
                        new File(System.getProperty("ration.jar")), new File(System.getProperty("starter.jar")));
    }

    @Test
    void answers429AfterTheThirdCall() {
        assertThat(statuses("hello")).containsExactly(200, 200, 200, 429);
        assertThat(server.log()).contains("Quotas are counted in the server's default data source");
    }

    @Test
    void givesWayToAProducerOfTheApplicationsOwn() {
        assertThat(statuses("own")).containsExactly(200, 200, 200, 429);
        assertThat(server.log())
                .contains("Ration's starter is replaced by the producer of [" + Store.class.getName() + "]");
    }

    @Test
    void doesNoHarmToAnApplicationWithoutAUnitName() {
        assertThat(statuses("unnamed")).containsExactly(200, 200, 200, 429);
    }

    private static List<Integer> statuses(String application) {
        Client client = server.client(application);
        return Stream.generate(() -> client.get("api/hello?who=" + application).status())
                .limit(4)
                .toList();
    }
}
