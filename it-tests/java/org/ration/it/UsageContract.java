// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.shop.Store;
import org.ration.it.testing.TestDataSource;
import org.ration.it.usage.UsageApplication;
import org.ration.testing.Database;

/** The caller's own usage, beside an application whose JAX-RS takes every path, and below the path of another's. */
abstract class UsageContract extends OnServer {

    private static final String PATH = "quotas";

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war(
                        "usage.war",
                        tests.dataSource(Database.H2, "usage"),
                        "ration.schema=create",
                        "ration.secret=a secret of this test only",
                        "ration.usage.path=/" + PATH)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addPackage(UsageApplication.class.getPackage())
                .addClasses(Store.class, TestDataSource.class));
    }

    @Test
    void tellsEachCallerItsOwnUsageAndNoKey() {
        assertThat(get("things", "ann").status()).isEqualTo(200);
        assertThat(get("things", "ann").status()).isEqualTo(200);
        assertThat(get("things/7", "ann").status()).isEqualTo(200);

        Answer ofAnn = get(PATH, "ann");
        Answer ofBob = get(PATH, "bob");

        assertThat(ofAnn.status()).isEqualTo(200);
        assertThat(ofAnn.header("Content-Type")).startsWith("application/json");
        assertThat(ofAnn.header("Cache-Control")).startsWith("no-store");
        assertThat(ofAnn.header("RateLimit-Policy")).isEqualTo("\"things-day\";q=3;w=86400");
        assertThat(ofAnn.header("RateLimit")).startsWith("\"things-day\";r=1;t=");
        assertThat(ofAnn.body()).doesNotContain("ann");
        JsonObject quota = only(ofAnn);
        assertThat(quota.getString("policy")).isEqualTo("things-day");
        assertThat(quota.getString("scope")).isEqualTo("things");
        assertThat(quota.getString("period")).isEqualTo("day");
        assertThat(quota.getInt("limit")).isEqualTo(3);
        assertThat(quota.getInt("used")).isEqualTo(2);
        assertThat(quota.getInt("reserved")).isZero();
        assertThat(quota.getInt("remaining")).isEqualTo(1);
        assertThat(quota.getString("periodStart")).endsWith("T00:00:00Z");
        assertThat(quota.getString("resetAt")).endsWith("T00:00:00Z");
        assertThat(only(ofBob).getInt("used")).isZero();
    }

    @Test
    void answers401WhereNobodyIsLoggedIn() {
        Answer answer = client("usage").get(PATH);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void leavesAllOtherPathsToTheApplication() {
        assertThat(get(PATH + "/more", "ann").body()).isEqualTo("the application's own");
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        Answer answer = send("HEAD", "ann");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("RateLimit")).startsWith("\"things-day\";r=");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void refusesOtherMethods(String method) {
        Answer answer = send(method, "ann");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void tellsItsMethods() {
        Answer answer = send("OPTIONS", "ann");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void isFoundBelowThePathOfJaxRsToo() {
        Client keys = client("keys");
        String[] who = {"X-Api-Key", "key-of-usage", "X-Team", "usage", "X-Forwarded-For", "192.0.2.77"};
        keys.get("api/keys/header", who);
        keys.get("api/keys/team", who);

        Answer answer = keys.get("api/" + PATH, who);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonArray("quotas"))
                .extracting(quota -> quota.asJsonObject().getString("policy"))
                .containsExactly("bean-day", "global-day", "header-day", "ip-day", "team-day", "user-or-ip-day");
        assertThat(answer.json().getJsonArray("quotas").getJsonObject(2).getInt("used"))
                .isEqualTo(1);
        assertThat(answer.has("X-RateLimit-Limit")).isTrue();
        assertThat(answer.body()).doesNotContain("key-of-usage", "192.0.2.77");
    }

    private static JsonObject only(Answer answer) {
        assertThat(answer.json().getJsonArray("quotas")).hasSize(1);
        return answer.json().getJsonArray("quotas").getJsonObject(0);
    }

    private Answer send(String method, String user) {
        return client("usage").send(method, PATH, "Authorization", authorization(user));
    }

    private Answer get(String path, String user) {
        return client("usage").get(path, "Authorization", authorization(user));
    }

    private static String authorization(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8));
    }
}
