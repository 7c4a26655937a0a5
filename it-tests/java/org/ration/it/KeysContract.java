// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.keys.KeysApplication;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.LogResource;
import org.ration.it.testing.TestDataSource;
import org.ration.testing.Database;

/**
 * Whom a request counts for. The application is scanned, its resources have no scope, the peer is a trusted proxy, and
 * there are exception mappers and both kinds of headers.
 */
abstract class KeysContract extends OnServer {

    private static final String ANNOTATED =
            """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
            """;

    private static final String PROBLEM = "urn:ration:problem:key-missing";

    private Client client;

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war(
                        "keys.war",
                        tests.dataSource(Database.H2, "keys"),
                        "ration.schema=create",
                        "ration.headers=both",
                        "ration.secret=a secret of this test only",
                        "ration.trusted-proxies=127.0.0.0/8, 10.0.0.0/8",
                        "ration.usage.path=/api/quotas",
                        "ration.limit.param-day=1")
                .addAsWebInfResource(new StringAsset(ANNOTATED), "beans.xml")
                .addPackage(KeysApplication.class.getPackage())
                .addClasses(Store.class, CountersResource.class, LogResource.class, TestDataSource.class));
    }

    @BeforeEach
    void client() {
        client = client("keys");
    }

    @Test
    void countsByUserAndAnswers401ToAnonymousCallers() {
        assertThat(get("user", "X-User", "alice").status()).isEqualTo(200);
        assertThat(get("user", "X-User", "alice").status()).isEqualTo(200);
        assertThat(get("user", "X-User", "alice").status()).isEqualTo(429);
        assertThat(get("user", "X-User", "bob").status()).isEqualTo(200);
        assertThat(get("user").status()).isEqualTo(401);

        assertThat(client.used("user:alice", "user")).isEqualTo(2);
        assertThat(client.used("user:bob", "user")).isEqualTo(1);
    }

    @Test
    void countsAnonymousCallersByAddress() {
        get("user-or-ip", "X-User", "carol");
        get("user-or-ip", "X-Forwarded-For", "192.0.2.1");

        assertThat(client.used("user:carol", "user-or-ip")).isEqualTo(1);
        assertThat(client.used("anonymous:192.0.2.1", "user-or-ip")).isEqualTo(1);
    }

    @Test
    void countsByTheFingerprintOfAHeader() {
        assertThat(get("header", "x-api-key", "key-of-dave").status()).isEqualTo(200);
        assertThat(get("header", "X-API-KEY", "key-of-dave").status()).isEqualTo(200);
        assertThat(get("header", "X-Api-Key", "key-of-dave").status()).isEqualTo(429);
        assertThat(get("header", "X-Api-Key", "key-of-erin").status()).isEqualTo(200);
    }

    @Test
    void countsByTheFirstValueOfAParameterAndBySettingsLimit() {
        assertThat(get("param?team=blue&team=red").status()).isEqualTo(200);
        assertThat(get("param?team=blue").status()).isEqualTo(429);
        assertThat(get("param?team=b%2Fl%3Au%25e").status()).isEqualTo(200);

        assertThat(client.used("param:team:blue")).isEqualTo(1);
        assertThat(client.used("param:team:red")).isZero();
        assertThat(client.used("param:team:b/l:u%e")).isEqualTo(1);
    }

    @Test
    void countsByPath() {
        assertThat(get("path/7").status()).isEqualTo(200);

        assertThat(client.used("path:org:7")).isEqualTo(1);
    }

    @Test
    void countsByAPathWithAColon() {
        needs(Ability.COLONS_IN_PATHS);

        assertThat(get("path/a%3Ab").status()).isEqualTo(200);

        assertThat(client.used("path:org:a:b")).isEqualTo(1);
    }

    @Test
    void countsAllCallersTogetherOnlyWhereThatIsSaid() {
        get("global", "X-User", "alice");
        get("global", "X-User", "bob");

        assertThat(get("global", "X-User", "carol").status()).isEqualTo(429);
        assertThat(client.used("global")).isEqualTo(2);
    }

    @Test
    void countsByTemplates() {
        get("template/7", "X-User", "bob");
        get("attribute", "X-Tenant", "acme");
        client.send("POST", "api/keys/request");
        get("argument/d1");
        get("name/d2");
        get("bean");

        assertThat(client.used("org:7:bob")).isEqualTo(1);
        assertThat(client.used("tenant:acme")).isEqualTo(1);
        assertThat(client.used("at:POST:/keys/request")).isEqualTo(1);
        assertThat(client.used("doc:d1", "argument")).isEqualTo(1);
        assertThat(client.used("doc:d2", "name")).isEqualTo(1);
        assertThat(client.used("region:north")).isEqualTo(1);
    }

    @Test
    void countsByAKeyOfTheApplicationsOwn() {
        get("by", "X-Team", "green");
        get("team", "X-Team", "green");

        assertThat(client.used("team:green", "by")).isEqualTo(1);
        assertThat(client.used("team:green", "team")).isEqualTo(1);
    }

    @Test
    void neverLetsOneValueImitateAnother() {
        assertThat(get("pair?a=x%3Ay&b=z").status()).isEqualTo(200);
        assertThat(get("pair?a=x&b=y%3Az").status()).isEqualTo(200);
        assertThat(get("pair?a=x%3Ay&b=z").status()).isEqualTo(200);
        assertThat(get("pair?a=x%3Ay&b=z").status()).isEqualTo(429);
        assertThat(get("pair?a=x&b=y%3Az").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header",
                "param",
                "param?team=",
                "param?team=%20",
                "team",
                "secret",
                "attribute",
                "pair?a=x",
                "by",
                "template/7?user=bob"
            })
    void countsNothingWhereTheKeyCannotBeTold(String path) {
        get("team", "X-Team", "counted");
        String before = counters();

        Answer answer = get(path);

        assertThat(answer.status()).isIn(400, 401);
        assertThat(answer.json().getString("type")).isEqualTo(PROBLEM);
        assertThat(answer.json().getInt("status")).isEqualTo(answer.status());
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.has("RateLimit")).isFalse();
        assertThat(counters()).isEqualTo(before).contains("team:counted");
    }

    private String counters() {
        return client.get("api/counters/all").body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"param?team=a%00b", "param?team=a%0d%0ab", "param?team=%C2%85", "pair?a=%7f&b=x"})
    void answers400ToControlCharactersAndDoesNotRepeatThem(String path) {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("detail"))
                .contains("control characters")
                .doesNotContainPattern("\\p{Cc}");
    }

    /** Open Liberty itself lets no control character through. */
    @Test
    void answers400ToControlCharactersInThePath() {
        assertThat(get("path/a%1bb").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"param?team=%ed%a0%80", "param?team=%ff", "param?team=%", "param?team=%zz", "path/%ed%a0%80"})
    void answersWhatIsNoTextWithoutAnError(String path) {
        int status = client.statusOf("GET", "api/keys/" + path);

        assertThat(status).isIn(200, 400, 404, 429);
    }

    @Test
    void answersHeadersThatNoDecentClientSendsWithoutAnError() {
        for (String value : List.of("a\u0000b", "a\u0007b", "a\rb", "a\n b", "\u00ed\u00a0\u0080", "\u00ff", "\t")) {
            assertThat(client.statusOf("GET", "api/keys/header", "X-Api-Key: " + value + "\r\n"))
                    .as("X-Api-Key: %s", Client.encode(value))
                    .isIn(200, 400, 429);
            assertThat(client.statusOf("GET", "api/keys/team", "X-Team: " + value + "\r\n"))
                    .as("X-Team: %s", Client.encode(value))
                    .isIn(200, 400, 429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "team"})
    void takesAHeaderOfAMebibyteWithoutAnError(String path) {
        String line = (path.equals("team") ? "X-Team: " : "X-Api-Key: ") + "a".repeat(1 << 20) + "\r\n";

        int status = client.statusOf("GET", "api/keys/" + path, line);

        assertThat(status).isIn(200, 400, 413, 414, 429, 431);
    }

    @Test
    void boundsKeysAndKeepsLongOnesApart() {
        String head = "x".repeat(4_000);

        get("team", "X-Team", head + "1");
        get("team", "X-Team", head + "1");
        assertThat(get("team", "X-Team", head + "1").status()).isEqualTo(429);
        assertThat(get("team", "X-Team", head + "2").status()).isEqualTo(200);

        assertThat(client.get("api/counters/dump").body()).doesNotContain("x".repeat(200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1                          | ip:198.51.100.1",
                "203.0.113.9, 198.51.100.2             | ip:198.51.100.2",
                "198.51.100.3, 10.1.2.3                | ip:198.51.100.3",
                "203.0.113.9, 198.51.100.4, 10.1.2.3   | ip:198.51.100.4",
                "198.51.100.5:4711                     | ip:198.51.100.5",
                "::ffff:198.51.100.6                   | ip:198.51.100.6",
                "2001:DB8:0:1:2:3:4:5                  | ip:2001:db8:0:1::/64",
                "[2001:db8:0:2::1]:443                 | ip:2001:db8:0:2::/64",
                "nonsense, 198.51.100.7                | ip:198.51.100.7",
                "198.51.100.8,,                        | ip:198.51.100.8"
            })
    void believesTheForwardingHeaderOfATrustedProxyFromRightToLeft(String forwarded, String key) {
        assertThat(get("ip", "X-Forwarded-For", forwarded).status()).isEqualTo(200);

        assertThat(client.used(key)).isEqualTo(1);
    }

    @Test
    void readsAllLinesOfTheHeaderAsOne() {
        get("ip", "X-Forwarded-For", "203.0.113.9", "X-Forwarded-For", "198.51.100.20, 10.0.0.1");

        assertThat(client.used("ip:198.51.100.20")).isEqualTo(1);
    }

    @Test
    void doesNotBelieveTheOtherHeader() {
        get("ip", "Forwarded", "for=198.51.100.30", "X-Forwarded-For", "198.51.100.31");

        assertThat(client.used("ip:198.51.100.30")).isZero();
        assertThat(client.used("ip:198.51.100.31")).isEqualTo(1);
    }

    @Test
    void givesNoFreshQuotaToOneWhoInventsHops() {
        List<Integer> statuses = Stream.of("192.0.2.1", "192.0.2.2", "192.0.2.3")
                .map(invented -> get("ip", "x-forwarded-for", invented + ", 198.51.100.40")
                        .status())
                .toList();

        assertThat(statuses).containsExactly(200, 200, 429);
        assertThat(client.used("ip:198.51.100.40")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "198.51.100.1, unknown", "999.1.1.1", "localhost"})
    void answers400ToAForwardingHeaderThatTellsNoAddress(String forwarded) {
        Answer answer = get("ip", "X-Forwarded-For", forwarded);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("type")).isEqualTo(PROBLEM);
        assertThat(answer.body()).doesNotContain(forwarded);
    }

    @Test
    void writesBothKindsOfHeaders() {
        Answer answer = get("user", "X-User", "frank");

        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"user-day\";q=2;w=86400");
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("2");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("1");
        assertThat(Long.parseLong(answer.header("X-RateLimit-Reset"))).isBetween(0L, 86_400L);
    }

    @Test
    void leavesARefusalToTheApplicationsOwnMapperAndCompletesItsHeaders() {
        get("user", "X-User", "grace");
        get("user", "X-User", "grace");

        Answer refused = get("user", "X-User", "grace");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("mine: user-day");
        assertThat(refused.header("Content-Type")).startsWith("text/plain");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 86_400L);
    }

    @Test
    void leavesAMissingKeyToTheApplicationsMoreGeneralMapper() {
        assertThat(get("user").body()).isEqualTo("log in first");
    }

    @Test
    void tellsSecretsNeitherToClientsNorToTheLogNorToTheDatabase() {
        List<String> secrets = List.of("sk-header-4711", "sk-attribute-4712");
        StringBuilder told = new StringBuilder();

        for (int i = 0; i < 3; i++) {
            told.append(get("header", "X-Api-Key", secrets.get(0)));
            told.append(get("secret", "X-Secret", secrets.get(1)));
        }
        told.append(get("header", "X-Api-Key", "sk-control-4713\u0085"));
        told.append(client.get("api/log").body());
        told.append(client.get("api/counters/dump").body());

        assertThat(told).contains("429").contains("header:x-api-key:").contains("api_key:");
        assertThat(told).doesNotContain(secrets).doesNotContain("sk-control-4713");
    }

    @Test
    void tellsUsersNeitherToClientsNorToTheLog() {
        StringBuilder told = new StringBuilder();

        for (int i = 0; i < 3; i++) {
            told.append(get("template/orgname", "X-User", "username"));
        }
        told.append(client.get("api/log").body());

        assertThat(told).contains("429").doesNotContain("username").doesNotContain("orgname");
    }

    private Answer get(String path, String... headers) {
        return client.get("api/keys/" + path, headers);
    }
}
