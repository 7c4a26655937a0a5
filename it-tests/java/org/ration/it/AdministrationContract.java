// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.it.operators.Operators;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.TestDataSource;
import org.ration.testing.Database;

/** The administration by REST; every answer is held against the OpenAPI document that it serves. */
abstract class AdministrationContract extends OnServer {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String KEY = "global:tiles";

    private Client shop;
    private Description description;
    private JsonObject account;

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war(
                        "admin.war",
                        tests.dataSource(Database.H2, "admin"),
                        "ration.schema=create",
                        "ration.admin.enabled=true",
                        "ration.secret=a secret of this test only")
                .addClasses(Store.class, CountersResource.class, TestDataSource.class)
                .addPackage(Operators.class.getPackage()));
    }

    @BeforeEach
    void aFreshAccount() {
        shop = client("admin");
        description =
                new Description(plain("GET", "/openapi.json", "olga", null).json());
        post("/erase", "{'key': '" + KEY + "', 'reason': 'a new test'}");
        shop.get("api/tiles");
        account = get("/accounts?key=tiles").json().getJsonArray("accounts").getJsonObject(0);
    }

    @Test
    void findsWhatIsRefusedRaisesItsLimitAndTheNextRequestPasses() {
        for (int call = 0; call < 2; call++) {
            assertThat(shop.get("api/tiles").status()).isEqualTo(200);
        }
        assertThat(shop.get("api/tiles").status()).isEqualTo(429);
        assertThat(get("/accounts?state=exhausted&sort=share&order=descending")
                        .json()
                        .getJsonArray("accounts"))
                .hasSize(1);

        Answer raised = act("override", "{'limit': 4, 'until': '2099-01-01T00:00:00+01:00', 'reason': 'ticket 7'}");

        assertThat(raised.status()).isEqualTo(200);
        assertThat(raised.json().getInt("limit")).isEqualTo(4);
        assertThat(raised.header("ETag")).isEqualTo("\"1\"");
        assertThat(shop.get("api/tiles").status()).isEqualTo(200);
        assertThat(shop.get("api/tiles").status()).isEqualTo(429);
        assertThat(shop.used(KEY)).isEqualTo(4);
    }

    @Test
    void foretellsEachActAndDoesNone() {
        Answer override = act("forecast/override", "{'limit': 4}");
        assertThat(override.json().getJsonObject("account").getInt("remaining")).isEqualTo(3);
        assertThat(act("forecast/clear-override", "{}").status()).isEqualTo(200);
        assertThat(act("forecast/grant", "{'units': 2}")
                        .json()
                        .getJsonObject("account")
                        .getInt("limit"))
                .isGreaterThan(2);
        assertThat(act("forecast/correct", "{'units': -5}").status()).isEqualTo(409);
        assertThat(act("forecast/reset", "{}").json().getJsonObject("account").getInt("used"))
                .isZero();
        assertThat(act("forecast/restart", "{}").json().getJsonObject("account").getBoolean("open"))
                .isFalse();

        assertThat(get("/accounts/" + id()).json().getJsonObject("account")).isEqualTo(account);
        assertThat(get("/erase?key=" + KEY).json().getInt("count")).isEqualTo(1);
    }

    @Test
    void showsWhatFillsAQuotaThatIsNotUsedUpAndReleasesIt() {
        shop.get("api/tiles/hold");
        shop.get("api/tiles/hold");
        JsonObject refusal = shop.get("api/tiles").json().getJsonArray("quotas").getJsonObject(0);
        assertThat(refusal.getInt("used")).isEqualTo(1);
        assertThat(refusal.getInt("reserved")).isEqualTo(2);

        JsonObject first = get(holds("?size=1")).json();
        JsonObject second = get(holds("?size=1&page=1")).json();

        assertThat(first.getBoolean("more")).isTrue();
        assertThat(second.getBoolean("more")).isFalse();
        String hold = first.getJsonArray("holds").getJsonObject(0).getString("id");
        assertThat(second.getJsonArray("holds").getJsonObject(0).getString("id"))
                .isNotEqualTo(hold);
        String release = "{'hold': '" + hold + "', 'reason': 'the import was killed'}";
        assertThat(act("release-hold", release).json().getInt("reserved")).isEqualTo(1);
        assertThat(act("release-hold", release).json().getInt("version"))
                .as("a request that is sent twice")
                .isEqualTo(1);
        assertThat(get(holds("")).json().getJsonArray("holds")).hasSize(1);
        assertThat(get("/accounts/" + id()).json().getJsonArray("audit").getValuesAs(JsonObject.class))
                .extracting(
                        entry -> entry.getString("act"),
                        entry -> entry.getString("by"),
                        entry -> entry.getString("reason"),
                        entry -> entry.getInt("before"))
                .containsExactly(tuple("released", "olga", "the import was killed", 1));
        assertThat(shop.get("api/tiles").status()).isEqualTo(200);
    }

    @Test
    void refusesAReleaseOfNoHoldOrByNobody() {
        String hold = "{'hold': '" + "0".repeat(64) + "', 'reason': 'x'}";
        assertThat(act("release-hold", hold).json().getInt("version"))
                .as("a hold that is not open")
                .isZero();
        for (String no : List.of("", "0".repeat(63), "0".repeat(63) + "G", "1 or 1=1")) {
            assertThat(field(act("release-hold", "{\"hold\": \"" + no + "\", \"reason\": \"x\"}")))
                    .isEqualTo("hold");
        }
        assertThat(field(act("release-hold", "{'reason': 'x'}"))).isEqualTo("hold");
        assertThat(field(act("release-hold", hold.replace("'x'", "' '")))).isEqualTo("reason");
        assertThat(field(get(holds("?size=101")))).isEqualTo("size");
        String path = "/accounts/" + id() + "/release-hold";
        assertProblem(
                plain("POST", path, "olga", hold.replace('\'', '"'), "X-Requested-By", "it"), 428, "if-match-missing");
        assertProblem(plain("POST", path, "olga", "{}"), 403, "cross-site");
        assertProblem(plain("POST", path, "carl", "{}", "X-Requested-By", "it"), 403, "not-permitted");
        assertProblem(plain("GET", holds(""), "carl", null), 403, "not-permitted");
        assertThat(plain("GET", holds(""), null, null).status()).isEqualTo(401);
        assertThat(get("/accounts/" + "0".repeat(64) + "/holds").json().getJsonArray("holds"))
                .isEmpty();
    }

    @Test
    void findsKeysInEveryScript() {
        post(
                "/accounts",
                "{'key': 'user:m\u00fcller \u65e5\u672c', 'policy': '" + account.getString("policy")
                        + "', 'reason': 'pr\u00fcfen'}");

        assertThat(get("/accounts?key=" + Client.encode("m\u00fcller \u65e5"))
                        .json()
                        .getJsonArray("accounts")
                        .getJsonObject(0)
                        .getString("key"))
                .isEqualTo("user:m\u00fcller \u65e5\u672c");
        assertThat(get("/audit?size=1")
                        .json()
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getString("reason"))
                .isEqualTo("pr\u00fcfen");
        assertThat(get("/erase?key=" + Client.encode("user:m\u00fcller \u65e5\u672c"))
                        .json()
                        .getInt("count"))
                .isEqualTo(1);
    }

    @Test
    void doesEachActAndTellsItInTheAudit() {
        assertThat(act("override", "{'limit': 'unlimited', 'reason': 'vip'}")
                        .json()
                        .getString("limit"))
                .isEqualTo("unlimited");
        assertThat(act("clear-override", "{'reason': 'no vip'}").json().getInt("limit"))
                .isEqualTo(3);
        assertThat(act("grant", "{'units': 2, 'reason': 'outage'}").json().getInt("limit"))
                .isEqualTo(5);
        assertThat(act("correct", "{'units': 4, 'reason': 'import'}").json().getInt("used"))
                .isEqualTo(5);
        assertThat(act("reset", "{'reason': 'forgiven'}").json().getInt("used")).isZero();
        assertThat(act("restart", "{'reason': 'anew'}").json().getBoolean("open"))
                .isFalse();

        Answer shown = get("/accounts/" + id());

        assertThat(shown.header("ETag")).isEqualTo("\"6\"");
        assertThat(shown.json().getJsonArray("audit").getValuesAs(JsonObject.class))
                .extracting(entry -> entry.getString("act"), entry -> entry.getString("reason"))
                .containsExactly(
                        tuple("restarted", "anew"),
                        tuple("reset", "forgiven"),
                        tuple("corrected", "import"),
                        tuple("granted", "outage"),
                        tuple("override-cleared", "no vip"),
                        tuple("override-set", "vip"));
        assertThat(get("/audit?size=1")
                        .json()
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getString("by"))
                .isEqualTo("olga");
    }

    @Test
    void actsOnManyAfterTheyWereCounted() {
        JsonObject count = get("/accounts/count?period=day").json();
        assertThat(count.getInt("resettable")).isEqualTo(1);

        assertProblem(
                post("/accounts/reset", "{'filter': {'period': 'day'}, 'atMost': 0, 'reason': 'x'}"),
                409,
                "act-refused");
        assertThat(post("/accounts/reset", "{'filter': {'period': 'day'}, 'atMost': 1, 'reason': 'x'}")
                        .json()
                        .getInt("reset"))
                .isEqualTo(1);

        assertThat(shop.used(KEY)).isZero();
        assertThat(get("/purge?idleSince=2020-01-01T00:00:00Z").json().getInt("count"))
                .isZero();
        assertThat(post("/purge", "{'idleSince': '2020-01-01T00:00:00Z', 'reason': 'tidy'}")
                        .json()
                        .getInt("accounts"))
                .isZero();
        assertThat(post("/erase", "{'key': '" + KEY + "', 'reason': 'request'}")
                        .json()
                        .getInt("accounts"))
                .isEqualTo(1);
        assertProblem(get("/accounts/" + id()), 404, "no-such-account");
    }

    @Test
    void tellsWhoCallsWhatIsDeclaredAndTheKeyOfASecret() {
        assertThat(get("/me").json().getString("user")).isEqualTo("olga");
        assertThat(get("/declarations").json().getJsonArray("declarations").getValuesAs(JsonObject.class))
                .extracting(declaration -> declaration.getString("key"))
                .contains(KEY);
        String key = post("/keys", "{'form': 'header:X-Api-Key', 'values': ['s3cr3t']}")
                .json()
                .getString("key");
        assertThat(key).startsWith("header:x-api-key:").doesNotContain("s3cr3t");
        assertThat(assertProblem(post("/keys", "{'form': 'usr', 'values': ['s3cr3t']}"), 400, "invalid-request"))
                .doesNotContain("s3cr3t");
    }

    @Test
    void preparesTheAccountOfAKeyThatHasNone() {
        Answer prepared = post(
                "/accounts",
                "{'key': 'user:new', 'policy': '" + account.getString("policy") + "', 'reason': 'new customer'}");

        assertThat(prepared.status()).isEqualTo(200);
        assertThat(prepared.header("ETag")).isEqualTo("\"1\"");
        assertThat(prepared.json().getString("key")).isEqualTo("user:new");
        assertThat(prepared.json().getInt("used")).isZero();
        assertThat(field(post("/accounts", "{'key': 'user:new', 'policy': 'other-day', 'reason': 'x'}")))
                .isEqualTo("policy");
        assertThat(field(post("/accounts", "{'key': ' ', 'policy': 'other-day', 'reason': 'x'}")))
                .isIn("key", "policy");
        assertThat(post("/erase", "{'key': 'user:new', 'reason': 'x'}").json().getInt("accounts"))
                .isEqualTo(1);
    }

    @Test
    void letsInNobodyButTheRole() {
        assertThat(plain("GET", "/accounts", null, null).status()).isEqualTo(401);
        assertThat(plain("GET", "/accounts", null, null).header("WWW-Authenticate"))
                .startsWith("Basic");
        assertProblem(plain("GET", "/accounts", "carl", null), 403, "not-permitted");
        assertProblem(plain("POST", "/erase", "carl", "{}", "X-Requested-By", "it"), 403, "not-permitted");
        assertThat(send("GET", "ration/", "carl", null).status()).isEqualTo(403);
        assertThat(shop.get("api/tiles").status()).isEqualTo(200);
    }

    @Test
    void refusesWhatAnotherSiteMayHaveForged() {
        String path = "/accounts/" + id() + "/reset";
        String body = "{\"reason\": \"forged\"}";

        assertProblem(plain("POST", path, "olga", body), 403, "cross-site");
        assertProblem(plain("POST", path, "olga", body, "X-Requested-By", " "), 403, "cross-site");
        assertProblem(
                plain("POST", path, "olga", body, "X-Requested-By", "it", "Origin", "https://evil.example"),
                403,
                "cross-site");
        assertProblem(plain("POST", path, "olga", body, "X-Requested-By", "it", "Origin", "null"), 403, "cross-site");
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertProblem(
                    plain("POST", path, "olga", body, "X-Requested-By", "it", "Sec-Fetch-Site", site),
                    403,
                    "cross-site");
        }
        assertThat(shop.used(KEY)).isEqualTo(1);
        String here = "http://" + shop.base().getAuthority();
        Answer own = plain("POST", path, "olga", body, "X-Requested-By", "it", "Origin", here, "If-Match", "*");
        assertThat(own.status()).as(own.body()).isEqualTo(200);
    }

    @Test
    void refusesAnActBehindAnothersBack() {
        String path = "/accounts/" + id() + "/grant";
        String body = "{\"units\": 1, \"reason\": \"x\"}";

        assertProblem(plain("POST", path, "olga", body, "X-Requested-By", "it"), 428, "if-match-missing");
        assertProblem(
                plain("POST", path, "olga", body, "X-Requested-By", "it", "If-Match", "\"7\""),
                412,
                "adjusted-meanwhile");
        assertProblem(
                plain("POST", path, "olga", body, "X-Requested-By", "it", "If-Match", "7"), 400, "invalid-request");
        shop.get("api/tiles");
        assertThat(plain("POST", path, "olga", body, "X-Requested-By", "it", "If-Match", "\"0\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatTheAccountDoesNotAllow() {
        assertThat(refusal(act("correct", "{'units': -2, 'reason': 'x'}"))).isEqualTo("below-zero");
        assertThat(refusal(act("grant", "{'units': -1, 'reason': 'x'}"))).isEqualTo("below-zero");
        assertThat(refusal(act("correct", "{'units': 999999999999999, 'reason': 'x'}")))
                .isEqualTo("too-much");
        assertThat(shop.used(KEY)).isEqualTo(1);
    }

    @Test
    void refusesNonsenseAndNamesTheField() {
        assertThat(field(act("override", "{'limit': -1, 'reason': 'x'}"))).isEqualTo("limit");
        assertThat(field(act("override", "{'limit': 1.5, 'reason': 'x'}"))).isEqualTo("limit");
        assertThat(field(act("override", "{'limit': 1e900000000, 'reason': 'x'}")))
                .isEqualTo("limit");
        assertThat(field(act("override", "{'limit': 1, 'until': 'soon', 'reason': 'x'}")))
                .isEqualTo("until");
        assertThat(field(act("override", "{'limit': 1}"))).isEqualTo("reason");
        assertThat(field(act("grant", "{'units': 0, 'reason': 'x'}"))).isEqualTo("units");
        assertThat(field(act("reset", "{'reason': ' '}"))).isEqualTo("reason");
        assertThat(field(act("reset", "{'reason': 'x', 'more': 1}"))).isEqualTo("more");
        assertThat(field(act("reset", "no JSON"))).isEqualTo("body");
        assertThat(field(get("/accounts?size=0"))).isEqualTo("size");
        assertThat(field(get("/accounts?sort=limit"))).isEqualTo("sort");
        assertThat(field(get("/accounts?stat=near"))).isEqualTo("stat");
        assertThat(field(get("/accounts?key=a&key=b"))).isEqualTo("key");
        assertThat(field(get("/purge?idleSince=2999-01-01T00:00:00Z"))).isNotEmpty();
        assertProblem(act("reset", "{'reason': '" + "x".repeat(70_000) + "'}"), 413, "too-large");
        assertProblem(
                plain("POST", "/erase", "olga", "{}", "X-Requested-By", "it", "Content-Type", "text/plain"),
                415,
                "not-json");
    }

    @Test
    void changesNothingByGet() {
        assertThat(plain("GET", "/erase", "olga", null).status())
                .as("a count, which needs a key")
                .isEqualTo(400);
        assertThat(plain("PUT", "/erase", "olga", null, "X-Requested-By", "it").status())
                .isEqualTo(405);
        assertThat(plain("GET", "/accounts/" + id() + "/reset", "olga", null).header("Allow"))
                .isEqualTo("POST");
        assertThat(plain("DELETE", "/accounts", "olga", null, "X-Requested-By", "it")
                        .status())
                .isEqualTo(405);
        assertThat(plain("GET", "/nothing", "olga", null).status()).isEqualTo(404);
    }

    @Test
    void servesItsOwnFilesAndNoOthersUnderAStrictPolicy() {
        Answer page = send("GET", "ration/", "olga", null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(send("GET", "ration/", "olga", null, "If-None-Match", page.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(send("GET", "ration", "olga", null).header("Location")).endsWith("/ration/");
        for (String name :
                List.of("files.txt", "openapi.json", "../db/h2/V1__ration.sql", "%2e%2e/beans.xml", "x.js")) {
            assertThat(send("GET", "ration/" + name, "olga", null).status())
                    .as(name)
                    .isIn(400, 404);
        }
        assertThat(send("POST", "ration/", "olga", "{}").status()).isEqualTo(405);
    }

    private String holds(String query) {
        return "/accounts/" + id() + "/holds" + query;
    }

    private String id() {
        return account.getString("id");
    }

    private Answer get(String path) {
        return described("GET", path, plain("GET", path, "olga", null));
    }

    /** Single quotes stand for double ones. */
    private Answer post(String path, String body) {
        return described("POST", path, plain("POST", path, "olga", body.replace('\'', '"'), "X-Requested-By", "it"));
    }

    private Answer act(String act, String body) {
        String path = "/accounts/" + id() + "/" + act;
        return described(
                "POST",
                path,
                plain("POST", path, "olga", body.replace('\'', '"'), "X-Requested-By", "it", "If-Match", "*"));
    }

    private Answer described(String method, String path, Answer answer) {
        description.check(method, path, answer);
        return answer;
    }

    private static String assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().getString("type")).isEqualTo("urn:ration:problem:" + type);
        return answer.body();
    }

    private static String refusal(Answer answer) {
        assertProblem(answer, 409, "act-refused");
        return answer.json().getString("refusal");
    }

    private static String field(Answer answer) {
        assertProblem(answer, 400, "invalid-request");
        return ((JsonString) answer.json().get("field")).getString();
    }

    private Answer plain(String method, String path, String user, String body, String... headers) {
        return send(method, "ration/api" + path, user, body, headers);
    }

    /** Open Liberty adds a rule of its own to Cache-Control where a login sets its cookie. */
    private static Map<String, List<String>> withoutCookieRule(HttpHeaders headers) {
        Map<String, List<String>> all = new HashMap<>(headers.map());
        all.computeIfPresent("cache-control", (name, lines) -> lines.stream()
                .map(line -> line.replace(", no-cache=set-cookie", ""))
                .toList());
        return all;
    }

    private Answer send(String method, String path, String user, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.base().resolve(path));
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        request.header("Accept", "application/json");
        if (user != null) {
            String login = user + ":secret";
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
        }
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), withoutCookieRule(response.headers()), response.body());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
