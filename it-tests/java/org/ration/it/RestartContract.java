// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.ration.it.first.FirstApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.TestDataSource;
import org.ration.testing.Database;

/** The server is killed, and another is started on the same database. */
abstract class RestartContract extends OnServer {

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war("durable.war", tests.dataSource(Database.POSTGRESQL, "durable"), "ration.schema=create")
                .addPackage(FirstApplication.class.getPackage())
                .addClasses(Store.class, CountersResource.class, TestDataSource.class));
    }

    /** One that has no tables is there as well: it must not start, and its log must say what to do. */
    private static WebArchive tableless(ServerTests tests) {
        return Wars.war("tableless.war", tests.dataSource(Database.H2, "tableless"))
                .addPackage(FirstApplication.class.getPackage())
                .addClasses(Store.class, CountersResource.class, TestDataSource.class);
    }

    @Test
    void keepsWhatWasCountedAndStartsNothingWithoutTables() {
        for (int call = 0; call < 7; call++) {
            assertThat(client("durable").get("api/first").status()).isEqualTo(200);
        }

        server().kill();

        List<WebArchive> again = List.of(applications(tests()).get(0), tableless(tests()));
        try (TestServer next = tests().start(again.toArray(WebArchive[]::new))) {
            Client client = next.client("durable");
            assertThat(client.used("ip:127.0.0.1")).isEqualTo(7);
            for (int call = 0; call < 3; call++) {
                assertThat(client.get("api/first").status()).isEqualTo(200);
            }
            assertThat(client.get("api/first").status()).isEqualTo(429);
            assertThat(client.used("ip:127.0.0.1")).isEqualTo(10);
            assertThat(next.log())
                    .contains("RATION-004 Ration's tables are missing or outdated")
                    .contains("META-INF/ration/db/h2/V1__ration.sql")
                    .contains("ration.schema=create");
            assertThat(next.client("tableless").get("api/first").status()).isEqualTo(404);
        }
    }
}
