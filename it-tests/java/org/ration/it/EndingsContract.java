// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.endings.ChunkResource;
import org.ration.it.endings.EndingsApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;

/** How calls that hold units end: each settles once, and gives back what it does not need. */
abstract class EndingsContract extends OnServer {

    private Client client;

    static List<WebArchive> applications(ServerTests tests) {
        WebArchive application = Wars.war(
                        "endings.war", tests.dataSource(Database.H2, "endings"), "ration.schema=create")
                .addPackage(EndingsApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
        return List.of(
                tests.has(Ability.CHUNKS_OF_JERSEY) ? application : application.deleteClass(ChunkResource.class));
    }

    @BeforeEach
    void client() {
        client = client("endings");
    }

    // status of the response; status, result and failure that the settlement is told

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "endings/value,            value,              200, 200 done -",
        "endings/nothing,          nothing,            204, 204 - -",
        "endings/redirect,         redirect,           303, 303 object -",
        "later/stage,              stage,              200, 200 done -",
        "later/suspended,          suspended,          200, 200 done -",
        "later/resumed-at-once,    at-once,            200, 200 done -",
        "streams/input,            input,              200, 200 object -",
        "beans/bean,               bean,               200, - done -",
        "beans/future,             future,             200, - done -",
        "ejb/asynchronous,         ejb-async,          200, 200 done -",
    })
    void aCallThatSucceedsIsSettledBeforeItsClientSeesTheEnd(String path, String scope, int status, String told) {
        Answer answer = client.get("api/" + path);

        assertThat(told(scope)).isEqualTo(told);
        assertThat(client.used("global:" + scope, scope)).isEqualTo(7);
        assertThat(client.reserved(scope)).isZero();
        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "endings/response,         response,           404, 404 object -",
        "endings/bare,             bare,               410, 410 object -",
        "endings/mapped,           mapped,             409, 409 - Conflict",
        "endings/gone,             gone,               410, 410 - WebApplicationException",
        "later/failed-stage,       failed-stage,       409, 409 - Conflict",
        "later/done-stage,         done-stage,         409, 409 - Conflict",
        "later/failed-suspended,   failed-suspended,   409, 409 - Conflict",
        "beans/failed-future,      failed-future,      200, - - Conflict",
        "beans/failed-concurrent,  failed-concurrent,  200, - - Conflict",
        "ejb/failed-asynchronous,  ejb-failed,         409, 409 - Conflict",
    })
    void aCallThatFailsGivesBackWhatItHeldBeforeItsClientSeesTheEnd(
            String path, String scope, int status, String told) {
        givesBack(path, scope, status, told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "beans/failed-bean,        failed-bean,        409, - - Conflict",
        "ejb/mapped,               ejb-mapped,         404, 404 - NotFoundException",
    })
    void aFailureOfAnEjbThatIsMappedGivesBackWhatItsCallHeld(String path, String scope, int status, String told) {
        needs(Ability.EXCEPTIONS_OF_EJBS_MAPPED);
        givesBack(path, scope, status, told);
    }

    @Test
    void aFailureOfAnEjbWithoutAQuotaIsMappedOnTheSameServers() {
        int status = client.get("api/ejb/unlimited").status();

        assertThat(status).isEqualTo(tests().has(Ability.EXCEPTIONS_OF_EJBS_MAPPED) ? 404 : 500);
    }

    private void givesBack(String path, String scope, int status, String told) {
        Answer answer = client.get("api/" + path);

        assertThat(told(scope)).isEqualTo(told);
        assertThat(client.reserved(scope)).isZero();
        assertThat(client.used("global:" + scope, scope)).isZero();
        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "endings/unmapped,         unmapped,           500, 500 - UnsupportedOperationException",
        "later/unmapped-suspended, unmapped-suspended, 500, 500 - UnsupportedOperationException",
        "later/timed-out,          timed-out,          503, 503 - -",
        "later/cancelled,          cancelled,          503, 503 - -",
        "streams/broken-before,    broken-before,      409, 409 - Conflict",
    })
    void aCallWithoutAnAnswerOfItsOwnGivesBackWhatItHeld(String path, String scope, int status, String told) {
        Answer answer = client.get("api/" + path);

        await().untilAsserted(() -> assertThat(told(scope)).isEqualTo(told));
        await().untilAsserted(() -> assertThat(client.reserved(scope)).isZero());
        assertThat(client.used("global:" + scope, scope)).isZero();
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aBodyThatNoWriterTakesIsAFailure() {
        Answer answer = client.get("api/endings/unwritable");

        await().untilAsserted(() -> assertThat(told("unwritable")).isNotEmpty());
        await().untilAsserted(() -> assertThat(client.reserved("unwritable")).isZero());
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(client.used("global:unwritable")).isZero();
    }

    @Test
    void aHeadIsSettledLikeAGet() {
        assertThat(client.send("HEAD", "api/endings/head").status()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(client.used("global:head")).isEqualTo(7));
        assertThat(client.reserved("head")).isZero();
        assertThat(told("head")).isEqualTo("200 done -");
    }

    @Test
    void aResponseThatTimesOutWhileABeanOwesItIsAFailure() {
        assertThat(client.get("api/beans/unresumed").status()).isEqualTo(503);

        await().untilAsserted(() ->
                assertThat(told("unresumed")).matches("(-|503) - (CancellationException|ServiceUnavailableException)"));
        await().untilAsserted(() -> assertThat(client.reserved("unresumed")).isZero());
        assertThat(client.used("global:unresumed")).isZero();
    }

    @Test
    void aBeanThatResumesTheResponseIsSettled() {
        assertThat(client.get("api/beans/resumed").body()).isEqualTo("done");

        await().untilAsserted(() -> assertThat(client.used("global:resumed")).isEqualTo(7));
        assertThat(told("resumed")).endsWith("done -");
    }

    /** {@code Asynchronous.Result.complete} shows the caller the result while the method still runs. */
    @Test
    void anAsynchronousMethodOfJakartaConcurrencyIsSettledWhenItReturns() {
        assertThat(client.get("api/beans/concurrent").body()).isEqualTo("done");

        await().untilAsserted(() -> assertThat(client.used("global:concurrent")).isEqualTo(7));
        assertThat(client.reserved("concurrent")).isZero();
        assertThat(told("concurrent")).isEqualTo("- done -");
    }

    @Test
    void aTimerIsSettledWhenItsMethodReturns() {
        client.get("api/beans/timer");

        await().untilAsserted(() -> assertThat(client.used("global:timer")).isEqualTo(7));
        assertThat(client.reserved("timer")).isZero();
        assertThat(told("timer")).isEqualTo("- - -");
    }

    @Test
    void aServletIsSettledByTheStatusOfItsResponse() {
        for (String how : List.of("done", "error", "failed")) {
            client.get("by-servlet/" + how);
            await().untilAsserted(() -> assertThat(client.reserved("servlet")).isZero());
        }

        assertThat(told("servlet")).contains("200 - - and 503 - - and 500 - ServletException");
        assertThat(client.used("global:servlet")).isIn(7L, 14L); // the other test may have run before
    }

    @Test
    void anAsynchronousServletIsSettledByTheStatusThatItSetsLater() {
        needs(Ability.STATUS_OF_ASYNCHRONOUS_SERVLETS);
        client.get("by-servlet/later");

        await().untilAsserted(() -> assertThat(client.reserved("servlet")).isZero());
        await().untilAsserted(() -> assertThat(told("servlet")).endsWith("202 - -"));
    }

    @Test
    void aStreamHoldsUntilItsEnd() throws IOException {
        try (Socket socket = request("output")) {
            readSome(socket);
            assertThat(client.reserved("output")).isEqualTo(10);
            assertThat(client.used("global:output")).isZero();

            client.send("POST", "api/latches/output");
            socket.getInputStream().readAllBytes();
        }

        assertThat(client.used("global:output")).isEqualTo(7);
        assertThat(client.reserved("output")).isZero();
        assertThat(told("output")).isEqualTo("200 object -");
    }

    @Test
    void chunksHoldUntilTheirEnd() throws IOException {
        needs(Ability.CHUNKS_OF_JERSEY);
        try (Socket socket = request("../chunks")) {
            readSome(socket);
            assertThat(client.reserved("chunks")).isEqualTo(10);
            assertThat(client.used("global:chunks")).isZero();

            client.send("POST", "api/latches/chunks");
            socket.getInputStream().readAllBytes();
        }

        await().untilAsserted(() -> assertThat(client.used("global:chunks")).isEqualTo(7));
        assertThat(client.reserved("chunks")).isZero();
        assertThat(told("chunks")).isEqualTo("200 object -");
    }

    @Test
    void eventsHoldUntilTheirEnd() throws IOException {
        try (Socket socket = request("events")) {
            readSome(socket);
            assertThat(client.reserved("events")).isEqualTo(10);

            client.send("POST", "api/latches/events");
            socket.getInputStream().readAllBytes();
        }

        await().untilAsserted(() -> assertThat(client.used("global:events")).isEqualTo(7));
        assertThat(client.reserved("events")).isZero();
    }

    @Test
    void aStreamThatTheClientCutsCountsAsASuccess() throws IOException {
        try (Socket socket = request("cut")) {
            readSome(socket);
        }

        await().untilAsserted(() -> assertThat(client.used("global:cut")).isEqualTo(7));
        assertThat(client.reserved("cut")).isZero();
        assertThat(told("cut")).isEqualTo("200 object -");
    }

    @Test
    void aStreamThatBreaksAfterItHasBegunCountsAsASuccess() throws IOException {
        try (Socket socket = request("broken-after")) {
            readSome(socket);
        }

        await().untilAsserted(
                        () -> assertThat(client.used("global:broken-after")).isEqualTo(7));
        assertThat(told("broken-after")).isEqualTo("200 object -");
    }

    @Test
    void aClientThatGoesBeforeTheAnswerLeavesNothingHeld() throws IOException {
        Socket socket = request("../later/left");
        await().untilAsserted(() -> assertThat(client.reserved("left")).isEqualTo(10));
        socket.close();

        client.send("POST", "api/latches/left");

        await().untilAsserted(() -> assertThat(client.reserved("left")).isZero());
    }

    // calls in flight

    @Test
    void threeRunAtOnceAndTheFourthIsRefusedUntilOneEnds() {
        List<CompletableFuture<Answer>> running = Stream.generate(
                        () -> client.sendAsync("GET", "api/flights/three?who=ann&latch=three"))
                .limit(3)
                .toList();
        await().untilAsserted(() -> assertThat(client.reserved("three")).isEqualTo(3));

        Answer refused = client.get("api/flights/three?who=ann&latch=three");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.has("Retry-After")).isFalse();
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"three-inflight\";q=3");
        assertThat(refused.header("RateLimit")).isEqualTo("\"three-inflight\";r=0");
        client.send("POST", "api/latches/three");
        assertThat(running).extracting(call -> call.join().status()).containsOnly(200);
        assertThat(client.reserved("three")).isZero();
        assertThat(client.get("api/flights/three?who=ann&latch=three").status()).isEqualTo(200);
        assertThat(client.used("param:who:ann")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"value", "nothing", "mapped", "stage", "failed-stage", "suspended", "output"})
    void aClientThatCallsOneAfterTheOtherIsNeverRefused(String how) {
        List<Integer> statuses = Stream.generate(
                        () -> client.get("api/flights/" + how).status())
                .limit(20)
                .distinct()
                .toList();

        assertThat(statuses).hasSize(1).doesNotContain(429);
        assertThat(client.reserved("one")).isZero();
    }

    @Test
    void quotasThatHoldAndQuotasThatCountAreAllOrNothing() {
        List<Integer> statuses = Stream.generate(
                        () -> client.get("api/flights/counted").status())
                .limit(3)
                .toList();

        assertThat(statuses).containsExactly(200, 200, 429);
        assertThat(client.used("global:counted")).isEqualTo(2);
        assertThat(client.used("global:settled")).isEqualTo(14);
        assertThat(client.reserved("settled")).isZero();
        assertThat(client.reserved("one")).isZero();
    }

    private String told(String scope) {
        return client.get("api/told/" + scope).body();
    }

    private Socket request(String stream) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), client.base().getPort());
        String path = client.base().resolve("api/streams/" + stream).getPath();
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static void readSome(Socket socket) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        assertThat(lines.readLine()).contains("200");
        while (!lines.readLine().isEmpty()) {
            // headers
        }
        lines.read();
    }
}
