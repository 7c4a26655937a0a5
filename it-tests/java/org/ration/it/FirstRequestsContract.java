// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.first.FirstApplication;
import org.ration.it.first.sharing.SharingApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.TestDataSource;
import org.ration.testing.Database;

/** The first requests that an application ever gets come all at once. */
abstract class FirstRequestsContract extends OnServer {

    private static final int REQUESTS = 16;
    private static final int LIMIT = 10;

    private static final String CREATE = "ration.schema=create";

    /** They start while 30 others do. */
    private static final String PATIENT = "ration.timeout=PT60S";

    private static final String EJBS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                <enterprise-beans>
                    <session>
                        <ejb-name>DescribedBean</ejb-name>
                        <init-on-startup>true</init-on-startup>
                    </session>
                </enterprise-beans>
            </ejb-jar>
            """;

    static List<WebArchive> applications(ServerTests tests) {
        WebArchive sharing = Wars.war("sharing.war", tests.dataSource(Database.POSTGRESQL, "first-1"), CREATE, PATIENT)
                .addPackage(SharingApplication.class.getPackage())
                .addClass(Store.class);
        Stream<WebArchive> first = IntStream.rangeClosed(1, 3).mapToObj(number -> Wars.war(
                        "first-" + number + ".war",
                        tests.dataSource(Database.POSTGRESQL, "first-" + number),
                        CREATE,
                        PATIENT)
                .addPackage(FirstApplication.class.getPackage())
                .addAsWebInfResource(new StringAsset(EJBS), "ejb-jar.xml")
                .addClasses(Store.class, CountersResource.class, TestDataSource.class));
        return Stream.concat(first, Stream.of(sharing)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatABeanChargesThatStartsWithTheApplicationIsCounted(int number) {
        assertThat(client("first-" + number).used("global:early")).isEqualTo(1);
        assertThat(client("first-" + number).used("global:described")).isEqualTo(1);
    }

    @Test
    void anUnscopedResourceIsComparedWithWhatAnotherApplicationDeclares() {
        assertThat(server().log()).contains("RATION-090 The counters of \"ip\", policy \"first-");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void areEachCountedOrRefused(int number) {
        Client client = client("first-" + number);

        List<Answer> answers =
                Stream.generate(() -> client.sendAsync("GET", "api/first")).limit(REQUESTS).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(LIMIT);
        assertThat(client.used("ip:127.0.0.1")).isEqualTo(LIMIT);
    }
}
