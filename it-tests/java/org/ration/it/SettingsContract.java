// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.ration.it.keys.KeysApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.TestDataSource;
import org.ration.testing.Database;

/** Settings that no other application here has: one server, one application for each set of them. */
abstract class SettingsContract extends OnServer {

    private static final String CREATE = "ration.schema=create";
    private static final String SECRET = "ration.secret=a secret of this test only";
    private static final String PASSING = "passing";

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(
                counting(Wars.war(
                        "legacy.war",
                        tests.dataSource(Database.H2, "legacy"),
                        CREATE,
                        SECRET,
                        "ration.headers=legacy",
                        "ration.trusted-proxies=127.0.0.1",
                        "ration.forwarded-header=Forwarded",
                        "ration.ipv6-prefix=128")),
                counting(Wars.war(
                        "passing.war",
                        tests.dataSource(Database.POSTGRESQL, PASSING),
                        CREATE,
                        SECRET,
                        "ration.headers=none",
                        "ration.when-store-fails=pass")),
                counting(Wars.war(
                        "observing.war",
                        tests.dataSource(Database.H2, "observing"),
                        CREATE,
                        SECRET,
                        "ration.mode=observe")),
                scanned(ShrinkWrap.create(WebArchive.class, "off.war")
                        .addAsLibrary(new File(System.getProperty("ration.jar")))
                        .addAsResource(new StringAsset("ration.mode=off"), "META-INF/microprofile-config.properties")));
    }

    private static WebArchive counting(WebArchive war) {
        return scanned(war).addClasses(Store.class, CountersResource.class, TestDataSource.class);
    }

    private static WebArchive scanned(WebArchive war) {
        return war.addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml").addPackage(KeysApplication.class.getPackage());
    }

    @Test
    void writesTheLegacyHeadersAlone() {
        Answer answer = get("legacy", "user", "X-User", "alice");

        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("1");
        assertThat(Long.parseLong(answer.header("X-RateLimit-Reset"))).isBetween(1L, 86_400L);
        assertThat(answer.has("RateLimit")).isFalse();
        assertThat(answer.has("RateLimit-Policy")).isFalse();
    }

    @Test
    void believesTheForwardedHeaderAloneWhereItIsTheOneThatIsNamed() {
        get("legacy", "ip", "Forwarded", "for=6.6.6.6, for=\"[2001:db8::7]:4711\";proto=https");
        get("legacy", "ip", "Forwarded", "for=192.0.2.7", "X-Forwarded-For", "192.0.2.8");
        get("legacy", "ip", "X-Forwarded-For", "192.0.2.9");

        Client client = client("legacy");
        assertThat(client.used("ip:2001:db8::7")).isEqualTo(1);
        assertThat(client.used("ip:192.0.2.7")).isEqualTo(1);
        assertThat(client.used("ip:127.0.0.1")).isEqualTo(1);
        assertThat(client.get("api/counters/all").body()).doesNotContain("6.6.6.6", "192.0.2.8", "192.0.2.9");
    }

    @Test
    void writesNoHeadersWhereNoneAreWantedButTellsWhenToComeBack() {
        List<Answer> answers = Stream.generate(() -> get("passing", "team", "X-Team", "red"))
                .limit(3)
                .toList();

        assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 429);
        assertThat(answers).noneMatch(answer -> answer.headers().keySet().stream()
                .anyMatch(name -> name.toLowerCase().contains("ratelimit")));
        assertThat(answers.get(2).has("Retry-After")).isTrue();
    }

    @Test
    void letsCallsPassWhileTheStoreFailsAndCountsAgainAfterwards() throws SQLException {
        get("passing", "team", "X-Team", "blue");

        execute("alter table ration_account rename to elsewhere");
        List<Answer> passed = Stream.generate(() -> get("passing", "team", "X-Team", "blue"))
                .limit(3)
                .toList();
        execute("alter table elsewhere rename to ration_account");

        assertThat(passed).extracting(Answer::status).containsOnly(200);
        assertThat(server().log()).contains("KeyedResource#team passes uncounted: ");
        assertThat(get("passing", "team", "X-Team", "blue").status()).isEqualTo(200);
        assertThat(get("passing", "team", "X-Team", "blue").status()).isEqualTo(429);
        assertThat(client("passing").used("team:blue")).isEqualTo(2);
    }

    @Test
    void observesWithoutRefusing() {
        List<Answer> answers = Stream.generate(() -> get("observing", "team", "X-Team", "green"))
                .limit(3)
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.get(2).header("RateLimit")).startsWith("\"team-day\";r=0;");
        assertThat(client("observing").used("team:green")).isEqualTo(3);
        assertThat(server().log()).contains("KeyedResource#team would be refused, because quota team-day is at 3 of 2");
    }

    @Test
    void needsNeitherStoreNorProducerNorSecretWhereItIsOff() {
        List<Answer> answers =
                Stream.generate(() -> get("off", "header")).limit(3).toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers).noneMatch(answer -> answer.has("RateLimit"));
    }

    private Answer get(String application, String path, String... headers) {
        return client(application).get("api/keys/" + path, headers);
    }

    private void execute(String sql) throws SQLException {
        String url = tests().dataSource(Database.POSTGRESQL, PASSING).url();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "any");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
