// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.outside.OutsideApplication;
import org.ration.it.outside.endpoint.EndpointApplication;
import org.ration.it.outside.endpoint.Talk;
import org.ration.it.outside.endpoint.UnscopedChat;
import org.ration.it.outside.endpoint.UnscopedTalk;
import org.ration.it.outside.messages.MessagesApplication;
import org.ration.it.outside.soap.SoapApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.testing.Database;

/** Refusals of callers that are no clients of JAX-RS: each has an answer that is stated in the recipes. */
abstract class OutsideJaxRsContract extends OnServer {

    private static final String CREATE = "ration.schema=create";

    /** It charges while 30 others start. */
    private static final String PATIENT = "ration.timeout=PT60S";

    private static final String FACES =
            """
                <servlet>
                    <servlet-name>faces</servlet-name>
                    <servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class>
                </servlet>
                <servlet-mapping>
                    <servlet-name>faces</servlet-name>
                    <url-pattern>*.xhtml</url-pattern>
                </servlet-mapping>
            </web-app>
            """;

    private static final String PAGE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="http://xmlns.jcp.org/jsf/html"
                  xmlns:f="http://xmlns.jcp.org/jsf/core">
            <f:view transient="true"><h:body>
                <h:form id="f"><h:commandButton id="b" value="go" action="#{calls.act}"/></h:form>
            </h:body></f:view>
            </html>
            """;

    private static final String ENVELOPE =
            """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
                <s:Body><p:price xmlns:p="urn:prices"/></s:Body>
            </s:Envelope>
            """;

    private static final String JOB =
            """
            <job id="job" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
                <step id="only"><batchlet ref="step"/></step>
            </job>
            """;

    private static final String CHUNKS =
            """
            <job id="chunks" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
                <step id="only">
                    <chunk item-count="1">
                        <reader ref="items"/>
                        <processor ref="pricing"/>
                        <writer ref="written"/>
                    </chunk>
                </step>
            </job>
            """;

    private static final String SKIPPING = CHUNKS.replace("\"chunks\"", "\"skipping\"")
            .replace(
                    "<writer ref=\"written\"/>",
                    "<writer ref=\"written\"/><skippable-exception-classes>"
                            + "<include class=\"org.ration.QuotaExceededException\"/></skippable-exception-classes>");

    private Client client;

    static List<WebArchive> applications(ServerTests tests) {
        WebArchive messages = Wars.war("messages.war", tests.dataSource(Database.H2, "messages"), CREATE)
                .addPackage(MessagesApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
        WebArchive soap = Wars.war("soap.war", tests.dataSource(Database.H2, "soap"), CREATE)
                .addPackage(SoapApplication.class.getPackage())
                .addPackage(CountersResource.class.getPackage())
                .addClass(Store.class);
        return Stream.of(
                        tests.has(Ability.MESSAGING) ? Stream.of(messages) : Stream.<WebArchive>of(),
                        tests.has(Ability.SOAP) ? Stream.of(soap) : Stream.<WebArchive>of(),
                        others(tests).stream())
                .flatMap(all -> all)
                .toList();
    }

    private static List<WebArchive> others(ServerTests tests) {
        return List.of(
                Wars.war("outside.war", tests.dataSource(Database.H2, "outside"), CREATE, PATIENT)
                        .addPackage(OutsideApplication.class.getPackage())
                        .addPackage(CountersResource.class.getPackage())
                        .addClass(Store.class)
                        .addAsWebResource(new StringAsset(PAGE), "page.xhtml")
                        .addAsResource(new StringAsset(JOB), "META-INF/batch-jobs/job.xml")
                        .addAsResource(new StringAsset(CHUNKS), "META-INF/batch-jobs/chunks.xml")
                        .addAsResource(new StringAsset(SKIPPING), "META-INF/batch-jobs/skipping.xml")
                        .setWebXML(new StringAsset(tests.dataSource(Database.H2, "outside")
                                .webXml()
                                .replace("</web-app>", FACES))),
                endpoint(tests));
    }

    /** Open Liberty 26.0.0.3 does not look for what endpoints inherit, and deploys none that has nothing of its own. */
    private static WebArchive endpoint(ServerTests tests) {
        WebArchive war = Wars.war("endpoint.war", tests.dataSource(Database.H2, "endpoint"), CREATE)
                .addClasses(EndpointApplication.class, UnscopedChat.class, Store.class)
                .addPackage(CountersResource.class.getPackage());
        return tests.has(Ability.ENDPOINTS_INTERCEPTED) ? war.addClasses(Talk.class, UnscopedTalk.class) : war;
    }

    @BeforeEach
    void client() {
        client = client("outside");
    }

    @ParameterizedTest
    @CsvSource({"priced-servlet, global:servlet", "priced-filter, global:filter"})
    void aRefusedServletAndARefusedFilterAnswerAsAResourceDoes(String path, String key) {
        Answer allowed = client.get(path);

        Answer refused = client.get(path);

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("RateLimit")).startsWith("\"month\";r=0;t=");
        requireRefusal(refused, "month");
        assertThat(client.used(key)).isEqualTo(1);
    }

    @Test
    void aBeanThatAServletCallsKnowsTheAddressAndItsRefusalReplacesWhatWasBuffered() {
        Stream.of(1, 2)
                .forEach(time -> assertThat(client.get("calls/address").body()).isEqualTo("the answer: done"));

        requireRefusal(client.get("calls/address"), "servlet-month");
        Answer begun = client.get("calls/begun");
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.body()).startsWith("the answer: ").doesNotContain("done");
    }

    @Test
    void aBeanThatAServletCallsKnowsTheParameters() {
        assertThat(client.get("calls/parameter?team=a").status()).isEqualTo(200);
        assertThat(client.get("calls/parameter?team=b").status()).isEqualTo(200);
        assertThat(client.get("calls/parameter?team=%61").status()).isEqualTo(429);
        assertThat(client.get("calls/parameter").status()).isEqualTo(400);
    }

    @Test
    void aRefusedActionOfAPageAnswersAsAResourceDoes() throws Exception {
        assertThat(act().statusCode()).isEqualTo(200);

        HttpResponse<String> refused = act();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"page-month\";r=0;t=");
        assertThat(refused.body()).contains("\"title\":\"Quota exceeded\"");
    }

    private HttpResponse<String> act() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(client.base().resolve("page.xhtml"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("f=f&f_SUBMIT=1&f:b=go&jakarta.faces.ViewState=stateless"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void anAllowedAnswerOfAnotherThreadHasTheHeaders() {
        Answer allowed = client.get("api/asynchronous");

        assertThat(allowed.body()).isEqualTo("done");
        assertThat(allowed.header("RateLimit")).startsWith("\"month\";r=1;t=");
    }

    @Test
    void aRefusedJobFails() {
        assertThat(statusOf("job")).isEqualTo("COMPLETED");
        assertThat(statusOf("job")).isEqualTo("FAILED");
        assertThat(client.used("global:batch")).isEqualTo(1);
    }

    @Test
    void aRefusedItemOfAChunkFailsTheJobUnlessItSkipsRefusals() {
        assertThat(statusOf("chunks")).isEqualTo("FAILED");
        assertThat(client.get("api/jobs/written").body()).isEqualTo("[1, 2]");

        assertThat(statusOf("skipping")).isEqualTo("COMPLETED");
        assertThat(client.get("api/jobs/written").body()).isEqualTo("[1, 2]");
        assertThat(client.used("global:chunk")).isEqualTo(2);
    }

    private String statusOf(String job) {
        String id = client.send("POST", "api/jobs/" + job).body();
        return await().until(
                        () -> client.get("api/jobs/" + id).body(),
                        status -> status.equals("COMPLETED") || status.equals("FAILED"));
    }

    @Test
    void aRefusedMessageOfAWebSocketReachesOnError() throws Exception {
        requireRefusedMessage(client, "chat", "global:chat");
    }

    @ParameterizedTest
    @CsvSource({"chat, global:endpoint", "talk, global:talk"})
    void anEndpointThatIsNoBeanIsCharged(String path, String key) throws Exception {
        needs(Ability.ENDPOINTS_INTERCEPTED);
        requireRefusedMessage(client("endpoint"), path, key);
    }

    @Test
    void aRefusedCallOfSoapIsAFault() throws Exception {
        needs(Ability.SOAP);

        assertThat(price().body()).contains("the price");
        HttpResponse<String> refused = price();

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).contains("Fault").doesNotContain("the price");
        assertThat(client("soap").used("global:soap")).isEqualTo(1);
    }

    private HttpResponse<String> price() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(client("soap").base().resolve("Prices"))
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("SOAPAction", "\"\"")
                .POST(BodyPublishers.ofString(ENVELOPE))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void anEndpointThatIsNoBeanIsRefusedWhereItIsNotIntercepted() {
        lacks(Ability.ENDPOINTS_INTERCEPTED);
        assertThat(server().log())
                .contains("RATION-058 @Quota on org.ration.it.outside.endpoint.UnscopedChat has no effect");
        assertThat(client("endpoint").get("api/counters/all").status()).isEqualTo(404);
    }

    private static void requireRefusedMessage(Client client, String path, String key) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(client.base().toString().replace("http", "ws") + path), listener(answers))
                .join();

        socket.sendText("one", true).join();
        assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo("said one");
        socket.sendText("two", true).join();
        assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo("QuotaExceededException");
        assertThat(client.used(key)).isEqualTo(1);
        socket.abort();
    }

    private static WebSocket.Listener listener(BlockingQueue<String> answers) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                answers.add(text.toString());
                socket.request(1);
                return null;
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"bean | caught, stored", "apart | caught, stored", "joining | caught, not stored"})
    void whatACallerKeepsThatCatchesARefusal(String callee, String outcome) {
        assertThat(client.send("POST", "api/orders/catching/" + callee).body()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bean", "apart", "joining"})
    void nothingIsHalfDoneByACallerThatDoesNotCatchIt(String callee) {
        assertThat(client.send("POST", "api/orders/throwing/" + callee).body()).isEqualTo("refused, not stored");
    }

    @Test
    void whoLosesATransactionIsTold() {
        client.send("POST", "api/orders/catching/joining");

        String warning = "RATION-057 the @Quota on org.ration.it.outside.UsedUp#joining refused an EJB that had joined";
        await().untilAsserted(() -> assertThat(server().log()).containsOnlyOnce(warning));
        assertThat(server().log()).doesNotContain("RATION-057 the @Quota on org.ration.it.outside.UsedUp#apart");
    }

    @Test
    void aBeanThatIsRefusedWhileItStartsIsToldOf() {
        assertThat(server().log())
                .contains("refused while starting")
                .contains("RATION-056 the @Quota on org.ration.it.outside.UsedUp#apart refuses a singleton");
    }

    @Test
    void enterpriseBeansOfTheApplicationMayHaveTheSimpleNamesOfRations() {
        assertThat(client.get("api/names").body()).isEqualTo("the application's");
    }

    @Test
    void aRefusedMessageIsDeliveredAgainUntilTheBrokerGivesUp() {
        needs(Ability.MESSAGING);
        Client messages = client("messages");
        messages.send("POST", "api/messages/refused");
        await().until(() -> lines(messages, "processed") == 1);

        messages.send("POST", "api/messages/refused");

        await().until(() -> lines(messages, "refused") > 1);
        assertThat(lines(messages, "processed")).isEqualTo(1);
        assertThat(messages.used("global:messages")).isEqualTo(1);
    }

    @Test
    void aMessageThatChargesByCodeCanBePostponedUntilItFits() {
        needs(Ability.MESSAGING);
        Client messages = client("messages");
        messages.send("POST", "api/messages/postponed");
        await().until(() -> lines(messages, "processed by code") == 1);
        messages.send("POST", "api/messages/postponed");
        await().until(() -> lines(messages, "postponed") > 1);

        messages.send("POST", "api/messages/limit");

        await().until(() -> lines(messages, "processed by code") == 2);
        assertThat(messages.used("global:postponed")).isEqualTo(2);
    }

    private static int lines(Client messages, String line) {
        return Integer.parseInt(
                messages.get("api/messages/" + Client.encode(line)).body());
    }

    private static void requireRefusal(Answer refused, String policy) {
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(refused.header("RateLimit")).startsWith("\"" + policy + "\";r=0;t=");
        assertThat(refused.json().getString("title")).isEqualTo("Quota exceeded");
        assertThat(refused.json().getJsonArray("violated-policies").getString(0))
                .isEqualTo(policy);
    }
}
