// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.it.endings.EndingsApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;
import org.ration.testing.TestDatabase;

/** Two servers on one PostgreSQL: what calls hold is held on both, and given back when one of them dies. */
class HeldCallsOfNodesIT {

    private TestDatabase database;
    private TestServer first;
    private TestServer second;

    @BeforeEach
    void start() {
        database = TestDatabase.withTables(Database.POSTGRESQL, 2);
        first = PayaraMicro.start(application());
        second = PayaraMicro.start(application());
    }

    @AfterEach
    void stop() {
        second.close();
        first.close();
        database.close();
    }

    @Test
    void threeCallsRunAtOnceOverBoth() {
        List<Client> nodes = List.of(first.client("endings"), second.client("endings"));
        String call = "api/flights/three?who=ann&latch=three";
        List<CompletableFuture<Answer>> running = IntStream.range(0, 3)
                .mapToObj(number -> nodes.get(number % 2).sendAsync("GET", call))
                .toList();
        await().untilAsserted(() -> assertThat(reserved("three")).isEqualTo(3));

        assertThat(nodes).allSatisfy(node -> assertThat(node.get(call).status()).isEqualTo(429));

        nodes.forEach(node -> node.send("POST", "api/latches/three"));
        assertThat(running).extracting(answer -> answer.join().status()).containsOnly(200);
        assertThat(reserved("three")).isZero();
        assertThat(nodes).allSatisfy(node -> assertThat(node.get(call).status()).isEqualTo(200));
    }

    @Test
    void whatACallInFlightHeldIsGivenBackAfterItsNodeHasDied() {
        first.client("endings").sendAsync("GET", "api/flights/short?who=ann&latch=never");
        await().untilAsserted(() -> assertThat(reserved("short")).isEqualTo(1));
        Client survivor = second.client("endings");
        survivor.send("POST", "api/latches/open");

        first.kill();

        assertThat(reserved("short")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(
                        survivor.get("api/flights/short?who=ann&latch=open").status())
                .isEqualTo(200));
        assertThat(reserved("short")).isZero();
    }

    @Test
    void aNodeThatDiesBetweenTheMethodAndTheSettlementChargesNothing() {
        Client dying = first.client("endings");
        dying.sendAsync("GET", "api/flights/blocked?latch=never");
        await().untilAsserted(
                        () -> assertThat(dying.get("api/told/blocked").body()).isEqualTo("200 done -"));
        Client survivor = second.client("endings");
        survivor.send("POST", "api/latches/open");

        first.kill();

        assertThat(reserved("blocked")).isEqualTo(10);
        await().untilAsserted(() -> assertThat(
                        survivor.get("api/flights/blocked?latch=open").status())
                .isEqualTo(200));
        assertThat(reserved("blocked")).isZero();
        assertThat(database.used("global:blocked")).isEqualTo(7);
    }

    private long reserved(String scope) {
        return database.number("select coalesce(sum(reserved), 0) from ration_account where scope = ?", scope);
    }

    private WebArchive application() {
        return Wars.war("endings.war", DefinedDataSource.of("org.postgresql.ds.PGSimpleDataSource", database.url()))
                .addPackage(EndingsApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
    }
}
