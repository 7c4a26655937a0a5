// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.it.beans.BeansApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;

/** EJBs of every kind: called from anywhere, by timers, asynchronously. */
abstract class EnterpriseBeansContract extends OnServer {

    private Client client;

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war("beans.war", tests.dataSource(Database.H2, "beans"), "ration.schema=create")
                .addPackage(BeansApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class));
    }

    @BeforeEach
    void client() {
        client = client("beans");
    }

    static Stream<Arguments> beansAndRoutes() {
        return Stream.of("stateless", "singleton", "stateful", "local")
                .flatMap(bean -> Stream.of("resource", "ejb", "cdi").map(route -> Arguments.of(bean, route)));
    }

    @ParameterizedTest(name = "{0} called from {1}")
    @MethodSource("beansAndRoutes")
    void aRefusedMethodDoesNotRunAndItsJavaCallerSeesTheRefusalItself(String bean, String route) {
        List<String> outcomes = Stream.generate(
                        () -> post("work/" + bean + "/" + route).body())
                .limit(3)
                .toList();

        assertThat(outcomes).containsExactly("done", "done", "QuotaExceededException");
        assertThat(client.used("route:" + route, bean)).isEqualTo(2);
        assertThat(runs(bean + "-" + route)).isEqualTo(2);
    }

    @Test
    void aStatefulBeanKeepsItsStateThroughARefusal() {
        List<String> outcomes = Stream.generate(() -> post("work/stateful/kept").body())
                .limit(3)
                .toList();

        assertThat(outcomes).containsExactly("done", "done", "QuotaExceededException");
        assertThat(client.get("api/beans/stateful").body()).matches("[2-9]");
    }

    @Test
    void aRefusedScheduleDoesNotRunAndExpiresAgain() {
        awaitExpirations("scheduled-expired", 9);

        assertThat(runs("schedule")).isEqualTo(2);
        assertThat(client.used("global:schedule")).isEqualTo(2);
    }

    @Test
    void aRefusedTimeoutDoesNotRunAndExpiresAgain() {
        post("timers");

        awaitExpirations("timedOut-expired", 6);

        assertThat(runs("timeout")).isEqualTo(2);
        assertThat(client.used("global:timeout")).isEqualTo(2);
        assertThat(server().log()).contains("TimerBean#timedOut(Timer) was not run: ");
    }

    @Test
    void aFutureFailsWithTheRefusalAndCountsTheCallerOnItsOwnThread() {
        assertThat(post("future", "ann").body()).isEqualTo("done");

        assertThat(post("future", "ann").body()).isEqualTo("QuotaExceededException");
        assertThat(post("future", "bob").body()).isEqualTo("done");
        assertThat(client.used("user:ann", "future")).isEqualTo(1);
        assertThat(client.used("user:bob", "future")).isEqualTo(1);
        assertThat(runs("future")).isEqualTo(2);
    }

    @Test
    void aFutureOfJakartaConcurrencyFailsWithTheRefusal() {
        assertThat(post("concurrent", "ann").body()).isEqualTo("done");

        assertThat(post("concurrent", "ann").body()).isEqualTo("QuotaExceededException");
        assertThat(post("concurrent", "bob").body()).isEqualTo("done");
        assertThat(client.used("user:ann", "concurrent")).isEqualTo(1);
        assertThat(client.used("user:bob", "concurrent")).isEqualTo(1);
        assertThat(runs("concurrent")).isEqualTo(2);
    }

    @Test
    void aRefusedAsynchronousMethodWithoutResultDoesNotRun() {
        post("void");
        await().until(() -> runs("void") == 1);

        assertThat(post("void").body()).isEqualTo("done");

        assertThat(post("void").body()).isEqualTo("done");
        assertThat(runs("void")).isEqualTo(1);
        assertThat(client.used("global:void")).isEqualTo(1);
    }

    @Test
    void aRefusedAsynchronousMethodAnswersTheClientThatWaits() {
        assertThat(post("response").body()).isEqualTo("done");

        Answer refused = post("response");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("title")).isEqualTo("Quota exceeded");
        assertThat(client.used("global:response")).isEqualTo(1);
    }

    @Test
    void whoMayNotCallIsNotCharged() {
        assertThat(post("guarded", "bob").status()).isNotIn(200, 429);
        assertThat(client.used("user:bob", "guarded")).isZero();

        assertThat(post("guarded", "carl").status()).isEqualTo(200);
        assertThat(post("guarded", "carl").status()).isEqualTo(429);
        assertThat(client.used("user:carl", "guarded")).isEqualTo(1);
    }

    @Test
    void aRetriedMethodIsChargedOnce() {
        needs(Ability.FAULT_TOLERANCE);
        assertThat(post("retried").body()).isEqualTo("done");

        assertThat(runs("retried")).isEqualTo(3);
        assertThat(client.used("global:retried")).isEqualTo(1);
        assertThat(post("retried").body()).isEqualTo("QuotaExceededException");
        assertThat(runs("retried")).isEqualTo(3);
    }

    @Test
    void outsideARequestTheCallerIsCountedAndThereMustBeOne() {
        assertThat(post("caller", "ann").body()).isEqualTo("done");

        assertThat(post("caller", "ann").body()).isEqualTo("QuotaExceededException");
        assertThat(post("caller").body()).isEqualTo("QuotaKeyException");
        assertThat(client.used("user:ann", "caller")).isEqualTo(1);
    }

    private void awaitExpirations(String name, int times) {
        await().atMost(Duration.ofSeconds(60)).until(() -> runs(name) >= times);
    }

    private int runs(String name) {
        return Integer.parseInt(client.get("api/beans/runs/" + name).body());
    }

    private Answer post(String path) {
        return client.send("POST", "api/beans/" + path);
    }

    private Answer post(String path, String user) {
        String credentials = Base64.getEncoder().encodeToString((user + ":any").getBytes(UTF_8));
        return client.send("POST", "api/beans/" + path, "Authorization", "Basic " + credentials);
    }
}
