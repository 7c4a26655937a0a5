// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.ration.it.fault.FaultApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.LogResource;

/** What clients see while the database, a real PostgreSQL, cannot be reached; and afterwards. */
@ExtendWith(ArquillianExtension.class)
class StoreFaultIT {

    /** Without prepared statements a COMMIT is told by its text. */
    private static final String WEB_XML =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                <data-source>
                    <name>java:app/jdbc/shop</name>
                    <class-name>org.postgresql.ds.PGSimpleDataSource</class-name>
                    <url>jdbc:postgresql://127.0.0.1:PORT/postgres?loginTimeout=2&amp;socketTimeout=10&amp;prepareThreshold=0</url>
                    <user>postgres</user>
                    <password>postgres</password>
                    <max-pool-size>16</max-pool-size>
                </data-source>
            </web-app>
            """;

    /** Binds an interceptor to the bean that runs Ration's transactions. */
    private static final String EJB_JAR_XML =
            """
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                <interceptors>
                    <interceptor>
                        <interceptor-class>org.ration.it.fault.LateMark</interceptor-class>
                    </interceptor>
                </interceptors>
                <assembly-descriptor>
                    <interceptor-binding>
                        <ejb-name>org.ration.container.NewTransaction</ejb-name>
                        <interceptor-class>org.ration.it.fault.LateMark</interceptor-class>
                    </interceptor-binding>
                </assembly-descriptor>
            </ejb-jar>
            """;

    private static EmbeddedPostgres database;
    private static Link link;

    @ArquillianResource
    private URI base;

    private Client client;

    @Deployment(testable = false)
    static WebArchive application() throws IOException, URISyntaxException {
        database = EmbeddedPostgres.start();
        link = Link.to(database.getPort());
        File driver = new File(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Wars.war(
                        "fault.war",
                        "java:app/jdbc/shop",
                        "ration.schema=create",
                        "ration.timeout=PT2S",
                        "ration.secret=a secret of this test only")
                .addAsLibrary(driver)
                .setWebXML(new StringAsset(WEB_XML.replace("PORT", Integer.toString(link.port()))))
                .addAsWebInfResource(new StringAsset(EJB_JAR_XML), "ejb-jar.xml")
                .addPackage(FaultApplication.class.getPackage())
                .addClasses(Store.class, LogResource.class);
    }

    @AfterAll
    static void stop() throws IOException {
        link.close();
        database.close();
    }

    @BeforeEach
    void client() {
        client = new Client(base);
    }

    @AfterEach
    void mended() {
        link.mend();
        recovered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "stage"})
    void answers503WhileTheDatabaseIsAwayAndChargesNothing(String method) throws SQLException {
        String who = "away-" + method;
        assertThat(get(method, who).status()).isEqualTo(200);

        link.cut();
        Answer first = get(method, who);
        Answer second = get(method, who);
        link.mend();

        assertThat(first.status()).isEqualTo(503);
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.header("Retry-After")).isEqualTo("5");
        assertThat(second.header("Cache-Control")).isEqualTo("no-store");
        assertThat(second.header("Content-Type")).startsWith("application/problem+json");
        assertThat(second.json().getString("type")).isEqualTo("urn:ration:problem:store-unavailable");
        assertThat(second.body()).doesNotContainIgnoringCase("sql").doesNotContain(who);
        assertThat(second.has("RateLimit")).isFalse();
        assertThat(used(who)).isEqualTo(1);
    }

    @Test
    void aTransactionThatIsRolledBackInSilenceIsNotTakenForCommitted() throws SQLException {
        assertThat(get("strict", "marked").status()).isEqualTo(200);

        client.send("POST", "api/fault/late-mark");
        Answer lost = get("strict", "marked");

        assertThat(lost.status()).isEqualTo(503);
        assertThat(get("strict", "marked").status()).isEqualTo(200);
        assertThat(used("marked")).isEqualTo(2);
    }

    @Test
    void countsAgainWithoutARestartOnceTheDatabaseIsBack() throws SQLException {
        link.cut();
        assertThat(get("strict", "back").status()).isEqualTo(503);

        link.mend();
        recovered();

        for (int i = 0; i < 10; i++) {
            assertThat(get("strict", "back").status()).isEqualTo(200);
        }
        assertThat(used("back")).isEqualTo(10);
    }

    @Test
    void letsCallsPassUncountedWhoseQuotasDoNotBlock() throws SQLException {
        link.cut();
        Answer passed = get("soft", "soft");
        link.mend();

        assertThat(passed.status()).isEqualTo(200);
        assertThat(passed.has("RateLimit")).isFalse();
        assertThat(used("soft")).isZero();
        assertThat(client.get("api/log").body()).contains("FaultResource#soft passes uncounted");
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereTheAnswerToTheCommitIsLost() throws SQLException {
        assertThat(get("strict", "lost").status()).isEqualTo(200);

        link.loseNextAnswerToCommit();
        Answer unknown = get("strict", "lost");

        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.has("Retry-After")).isFalse();
        assertThat(unknown.header("Cache-Control")).isEqualTo("no-store");
        assertThat(unknown.json().getString("type")).isEqualTo("urn:ration:problem:outcome-unknown");
        await().untilAsserted(() -> assertThat(used("lost")).isBetween(1L, 2L));
        recovered();
        long before = used("lost");
        assertThat(get("strict", "lost").status()).isEqualTo(200);
        assertThat(used("lost")).isEqualTo(before + 1);
    }

    @Test
    void logsFaultsWithoutTheKey() {
        link.cut();
        get("strict", "somebody-4711");
        link.mend();

        assertThat(client.get("api/log").body())
                .contains("FaultResource#strict is refused with 503")
                .doesNotContain("somebody-4711");
    }

    @Test
    void isReadyExceptWhileTheDatabaseIsAway() {
        recovered();
        Answer before = client.get("/health/ready");

        link.cut();
        Answer away = client.get("/health/ready");
        link.mend();

        assertThat(before.status()).isEqualTo(200);
        assertThat(ready(before)).isEqualTo("UP");
        assertThat(away.status()).isEqualTo(503);
        assertThat(ready(away)).isEqualTo("DOWN");
        assertThat(away.body())
                .contains("RATION-029")
                .doesNotContainIgnoringCase("sql")
                .doesNotContain("127.0.0.1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ready(client.get("/health/ready")).equals("UP"));
    }

    @Test
    void isNotReadyWithTablesOfAnotherVersion() throws SQLException {
        recovered();

        execute("update ration_meta set content = '0' where name = 'schema'");
        Answer other = client.get("/health/ready");
        execute("update ration_meta set content = '1' where name = 'schema'");

        assertThat(ready(other)).isEqualTo("DOWN");
        assertThat(other.body()).contains("RATION-004");
        assertThat(ready(client.get("/health/ready"))).isEqualTo("UP");
    }

    @Test
    void metersDecisionsByPolicyAndOutcomeAndNeverByKey() {
        recovered();
        Map<String, Double> before = metrics();

        get("strict", "meter-4711");
        get("tight", "meter-4711");
        get("tight", "meter-4711");
        link.cut();
        get("soft", "meter-4711");
        link.mend();
        recovered();
        Map<String, Double> after = metrics();

        assertThat(more(before, after, "ration_decisions_total", "policy=\"tight-month\"", "outcome=\"allowed\""))
                .isEqualTo(1);
        assertThat(more(before, after, "ration_decisions_total", "policy=\"tight-month\"", "outcome=\"refused\""))
                .isEqualTo(1);
        assertThat(more(before, after, "ration_decisions_total", "policy=\"soft-month\"", "outcome=\"failed\""))
                .isEqualTo(1);
        assertThat(more(before, after, "ration_decisions_total", "policy=\"soft-month\"", "outcome=\"uncounted\""))
                .isEqualTo(1);
        assertThat(more(before, after, "ration_decision_time_seconds_count")).isGreaterThanOrEqualTo(4);
        assertThat(more(before, after, "ration_batch_size_count")).isGreaterThanOrEqualTo(3);
        assertThat(sum(after, "ration_decision_time_seconds_max"))
                .as("seconds, and no other unit")
                .isBetween(0.0, 300.0);
        assertThat(after.keySet())
                .anyMatch(name -> name.startsWith("ration_waiting"))
                .noneMatch(name -> name.contains("4711"));
    }

    @Test
    void metersWhatBecomesOfChargesWithAnId() {
        recovered();

        assertThat(get("ids", "ids-4711").status()).isEqualTo(200);
        assertThat(get("expire", "expires-4711").body()).isEqualTo("true");
        await().until(() -> get("expire", "expires-4711").body().equals("true"));
        await().until(() ->
                sum(metrics(), "ration_decisions_total", "policy=\"ids-month\"", "outcome=\"expired\"") > 0);

        Map<String, Double> metrics = metrics();
        for (String once : List.of("allowed", "replayed", "settled", "overrun", "released", "expired")) {
            assertThat(sum(metrics, "ration_decisions_total", "policy=\"ids-month\"", "outcome=\"" + once + "\""))
                    .as(once)
                    .isEqualTo(1);
        }
        assertThat(sum(metrics, "ration_decisions_total", "policy=\"ids-month\"", "outcome=\"held\""))
                .isEqualTo(3);
        assertThat(metrics.keySet()).noneMatch(name -> name.contains("4711"));
    }

    private static String ready(Answer health) {
        return health.json().getJsonArray("checks").stream()
                .map(JsonValue::asJsonObject)
                .filter(check -> check.getString("name").startsWith("ration-"))
                .map(check -> check.getString("status"))
                .findFirst()
                .orElse("absent");
    }

    /** The server's metrics, by name and tags. */
    private Map<String, Double> metrics() {
        return client.get("/metrics", "Accept", "text/plain")
                .body()
                .lines()
                .filter(line -> line.startsWith("ration_"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    private static double more(Map<String, Double> before, Map<String, Double> after, String name, String... tags) {
        return sum(after, name, tags) - sum(before, name, tags);
    }

    private static double sum(Map<String, Double> metrics, String name, String... tags) {
        return metrics.entrySet().stream()
                .filter(metric ->
                        metric.getKey().startsWith(name) && Stream.of(tags).allMatch(metric.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement change = connection.createStatement()) {
            change.executeUpdate(statement);
        }
    }

    private Answer get(String method, String who) {
        return client.get("api/fault/" + method + "?who=" + who);
    }

    /** The pool has to find out that its connections are broken: soon, and of itself. */
    private void recovered() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("strict", "probe").status() == 200);
    }

    private static long used(String who) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select coalesce(sum(used), 0) from ration_account where quota_key = ?")) {
            query.setString(1, "param:who:" + who);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
