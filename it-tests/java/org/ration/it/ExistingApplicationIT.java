// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ration.it.existing.ExistingApplication;
import org.ration.it.existing.NamedCatalogue;
import org.ration.it.existing.UnnamedCatalogue;
import org.ration.samples.QuotaDatabase;

/** What {@code docs/existing-application.md} says of an application that has a persistence unit already. */
class ExistingApplicationIT {

    private static final String MAPPING_FILE = "<mapping-file>META-INF/ration-orm.xml</mapping-file>";
    private static final String OWN = "<class>org.ration.it.existing.Product</class>"
            + "<exclude-unlisted-classes>true</exclude-unlisted-classes>"
            + "<properties><property name=\"jakarta.persistence.schema-generation.database.action\" value=\"create\"/>"
            + "</properties>";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = PayaraMicro.start(
                war("shared.war", UnnamedCatalogue.class, unit("shop", MAPPING_FILE + OWN)),
                war("apart.war", NamedCatalogue.class, unit("shop", MAPPING_FILE), unit("catalogue", OWN)));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void sharesTheUnitOfTheApplication() {
        assertThat(answers(server.client("shared"))).containsExactly("200 1", "200 2", "200 3", "429");
    }

    @Test
    void hasAUnitOfItsOwnBesideIt() {
        assertThat(answers(server.client("apart"))).containsExactly("200 1", "200 2", "200 3", "429");
    }

    @Test
    void aSecondUnitNeedsNamesEverywhere() {
        WebArchive war = war("unnamed.war", UnnamedCatalogue.class, unit("shop", MAPPING_FILE), unit("catalogue", OWN));

        try (TestServer other = PayaraMicro.start(war)) {
            assertThat(other.client("unnamed").get("api/products/1").status()).isEqualTo(404);
            assertThat(other.log()).contains("Could not resolve a persistence unit");
        }
    }

    private static List<String> answers(Client client) {
        return Stream.of("1", "2", "3", "4")
                .map(name -> client.send("PUT", "api/products/" + name))
                .map(answer -> answer.status() == 200 ? answer.status() + " " + answer.body() : "" + answer.status())
                .toList();
    }

    private static String unit(String name, String content) {
        return "<persistence-unit name=\"" + name + "\" transaction-type=\"JTA\">"
                + "<jta-data-source>java:app/jdbc/shop</jta-data-source>" + content + "</persistence-unit>";
    }

    private static WebArchive war(String name, Class<?> catalogue, String... units) {
        DefinedDataSource database =
                DefinedDataSource.of("org.h2.jdbcx.JdbcDataSource", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return ShrinkWrap.create(WebArchive.class, name)
                .addAsLibrary(new File(System.getProperty("ration.jar")))
                .addAsResource(
                        new StringAsset("<persistence xmlns=\"https://jakarta.ee/xml/ns/persistence\" version=\"3.0\">"
                                + String.join("", units) + "</persistence>"),
                        "META-INF/persistence.xml")
                .addAsResource(new StringAsset("ration.schema=create\n"), "META-INF/microprofile-config.properties")
                .addPackage(ExistingApplication.class.getPackage())
                .deleteClasses(UnnamedCatalogue.class, NamedCatalogue.class)
                .addClasses(catalogue, QuotaDatabase.class)
                .setWebXML(new StringAsset(database.webXml()));
    }
}
