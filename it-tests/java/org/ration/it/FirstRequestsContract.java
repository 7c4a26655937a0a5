// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.first.FirstApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.TestDataSource;
import org.ration.testing.Database;

/** The first requests that an application ever gets come all at once. */
abstract class FirstRequestsContract extends OnServer {

    private static final int REQUESTS = 16;
    private static final int LIMIT = 10;

    static List<WebArchive> applications(ServerTests tests) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(number -> Wars.war(
                                "first-" + number + ".war",
                                tests.dataSource(Database.POSTGRESQL, "first-" + number),
                                "ration.schema=create",
                                "ration.timeout=PT60S") // they start while 30 others do
                        .addPackage(FirstApplication.class.getPackage())
                        .addClasses(Store.class, CountersResource.class, TestDataSource.class))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatABeanChargesThatStartsWithTheApplicationIsCounted(int number) {
        assertThat(client("first-" + number).used("global:early")).isEqualTo(1);
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
