// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ration.Quota;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.Effort;
import org.ration.testing.Scrawl;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/**
 * Whatever is sent to the administration by somebody who may use it: an answer that is described, never a 500; and what
 * is refused has changed nothing.
 */
class AdminBadInputCdiTest {

    private static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH);
    private static final String ROWS = "select listagg(id || used || granted || admin_version"
            + " || coalesce(limit_override, -1) || coalesce(override_until, -1) || updated_at)"
            + " within group (order by id) || (select count(*) from ration_audit) from ration_account";

    private static final List<String> METHODS =
            List.of("POST", "POST", "POST", "POST", "POST", "POST", "GET", "GET", "PUT", "DELETE", "HEAD", "get", "");
    private static final List<String> ACTS = List.of(
            "override",
            "clear-override",
            "grant",
            "correct",
            "reset",
            "Reset",
            "",
            "grant/",
            "history",
            "holds",
            "release-hold");
    private static final List<String> PLACES = List.of(
            "/me",
            "/accounts",
            "/accounts/count",
            "/accounts/reset",
            "/accounts/",
            "/keys",
            "/erase",
            "/purge",
            "/audit",
            "/declarations",
            "/openapi.json",
            "",
            "/",
            "//accounts",
            "/../index.html");
    private static final List<String> NAMES = List.of(
            "key",
            "scope",
            "period",
            "state",
            "sort",
            "order",
            "page",
            "size",
            "idleSince",
            "limit",
            "until",
            "hold",
            "reason",
            "units",
            "policy",
            "filter",
            "atMost",
            "form",
            "values",
            "Key",
            "more");
    private static final List<String> WORDS = List.of(
            "user:0",
            "user:1",
            "user:",
            "month",
            "near",
            "exhausted",
            "overridden",
            "share",
            "used",
            "resetAt",
            "updatedAt",
            "ascending",
            "descending",
            "2026-03-01T00:00:00Z",
            "2020-01-01T00:00:00Z",
            "2026-12-01T00:00:00+01:00",
            "+999999999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-18:00",
            "unlimited",
            "header:X-Api-Key",
            "{user}",
            "%",
            "_",
            "!");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "-1",
            "-2",
            "10",
            "100",
            "101",
            "100000",
            "1.0",
            "1e3",
            "1e900000000",
            "-0",
            "999999999999999",
            "-999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "0.1",
            "1E-400");
    private static final List<String> JSON = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "null",
            "true",
            "{}",
            "[]",
            "\\u0000",
            "\\ud800",
            "\"reason\":\"x\"",
            "\"units\":1",
            "\"limit\":5",
            "\u0000",
            "\ufeff");
    private static final List<String> HEADERS = List.of(
            "If-Match",
            "If-None-Match",
            "Content-Type",
            "X-Requested-By",
            "Origin",
            "Host",
            "Sec-Fetch-Site",
            "Accept");
    private static final List<String> HEADER_VALUES = List.of(
            "*",
            "\"0\"",
            "\"1\"",
            "W/\"0\"",
            "0",
            "\"999999999999999999\"",
            "application/json",
            "application/json;charset=utf-8",
            "application/json; charset=latin1",
            "text/plain",
            "same-origin",
            "cross-site",
            "http://",
            "localhost",
            "null",
            "");

    private final TestDatabase database = TestDatabase.withTables(Database.H2, 4);
    private final Scrawl words = new Scrawl(11, WORDS);
    private final Scrawl json = new Scrawl(12, JSON);
    private final Scrawl values = new Scrawl(13, HEADER_VALUES);

    private List<String> ids;
    private String rows;

    @ApplicationScoped
    static class Shop {

        @Quota(key = "user", limit = 10)
        public void call() {}
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isAnsweredAndWhatIsRefusedChangesNothing() throws ServletException {
        try (TestContainer application = Deployment.on(database, Shop.class)
                .with("ration.admin.enabled=true", "ration.secret=0123456789abcdef")
                .start()) {
            Servlet servlet = AdminServletContext.started().servlet();
            QuotaRegistry quotas = application.select(QuotaRegistry.class);
            Map<Integer, Integer> answers = new TreeMap<>();

            for (int i = 0; i < Effort.of(2_000, 150_000); i++) {
                if (i % 500 == 0) {
                    accounts(quotas);
                }
                answers.merge(answered(next(), servlet), 1, Integer::sum);
            }

            assertThat(answers.keySet()).isSubsetOf(200, 302, 400, 403, 404, 405, 409, 412, 413, 415, 428);
            assertThat(answers.keySet()).contains(200, 302, 400, 403, 404, 405, 409, 412, 413, 415, 428);
        }
    }

    static Stream<String> bodiesThatParsersFollowTooFar() {
        return Stream.of(
                "[".repeat(60_000),
                "{'a':".repeat(10_000),
                "{'form': 'user', 'values': " + "[".repeat(900) + "]".repeat(900) + "}",
                "{'form': 'user', 'values': ['x'], 'more': " + "{'a':".repeat(9) + "1" + "}".repeat(10),
                "{'form': 'a:{" + "(".repeat(500) + "user" + ")".repeat(500) + "}', 'values': ['x']}",
                "{'form': 'a:{" + "(".repeat(30_000) + "', 'values': ['x']}",
                "{'form': 'a:{" + "not ".repeat(5_000) + "user}', 'values': ['x']}",
                "{'form': 'user', 'form': 'ip', 'values': ['x']}",
                "{'form': 'user', 'values': ['x'], 'values': ['y']}",
                "{'form': " + "9".repeat(60_000) + ", 'values': ['x']}",
                "{'form': 1e" + "9".repeat(100) + ", 'values': ['x']}",
                "{'form': 'user', 'values': ['x']} {}",
                "{'form': 'user', 'values': ['x']");
    }

    @ParameterizedTest
    @MethodSource("bodiesThatParsersFollowTooFar")
    void isABadRequestWhereItIsDeepOrLongOrTwice(String body) throws ServletException {
        try (TestContainer application = Deployment.on(database, Shop.class)
                .with("ration.admin.enabled=true", "ration.secret=0123456789abcdef")
                .start()) {
            assertThat(application).isNotNull();
            Servlet servlet = AdminServletContext.started().servlet();

            assertThat(AdminCall.post("/api/keys", "{'form': 'user', 'values': ['x']}")
                            .to(servlet)
                            .status())
                    .isEqualTo(200);
            assertThat(AdminCall.post("/api/keys", body).to(servlet).status()).isEqualTo(400);
        }
    }

    /** Only a POST that is not refused changes anything. */
    private int answered(AdminCall call, Servlet servlet) {
        AdminCall.Answer answer = call.to(servlet);

        assertThat(answer.status()).as(call.toString()).isLessThan(500);
        if (answer.status() >= 400) {
            assertThat(answer.type())
                    .as(call.toString())
                    .isEqualTo(call.isApi() ? "application/problem+json" : "text/html; charset=utf-8");
            assertThat(answer.status()).isEqualTo(call.isApi() ? answer.json().getInt("status") : answer.status());
        }
        String after = database.text(ROWS);
        if (answer.status() >= 300 || !call.isPost()) {
            assertThat(after).as(call.toString()).isEqualTo(rows);
        }
        rows = after;
        return answer.status();
    }

    /** Some that are refused, some that are not, as far as they are not erased. */
    private void accounts(QuotaRegistry quotas) {
        IntStream.range(0, 4).forEach(user -> quotas.consume("user:" + user, MONTH, 3));
        ids = IntStream.range(0, 4)
                .mapToObj(user -> database.text("select id from ration_account where quota_key = ?", "user:" + user))
                .toList();
        rows = database.text(ROWS);
    }

    private AdminCall next() {
        String method = words.any(METHODS);
        boolean act = oneOf(2) == 0;
        String path = act ? act() : path();
        AdminCall call = AdminCall.of(method, path);
        if (oneOf(20) > 0) {
            call.header("X-Requested-By", "test");
        }
        if (oneOf(20) > 0) {
            call.header("Content-Type", "application/json");
        }
        if (oneOf(20) > 0) {
            call.header("If-Match", oneOf(8) == 0 ? "\"0\"" : "*");
        }
        if (oneOf(4) == 0) {
            call.header(words.any(HEADERS), values.next());
        }
        if (!method.equals("POST") || oneOf(10) == 0) {
            for (int more = oneOf(3); more > 0; more--) {
                call.parameter(words.any(NAMES), oneOf(20) == 0 ? new String[] {"a", "b"} : new String[] {scalar()});
            }
        }
        return call.body(oneOf(6) == 0 ? broken() : body(String.valueOf(path)).getBytes(UTF_8));
    }

    private String act() {
        String id = oneOf(10) == 0 ? "0".repeat(64) : words.any(ids);
        return "/api/accounts/" + id + "/" + words.any(ACTS);
    }

    private String path() {
        return switch (oneOf(6)) {
            case 0 -> words.next();
            case 1 -> "/" + words.any(List.of("", "index.html", "page.css", "openapi.json", "files.txt", "api", ".."));
            case 2 -> oneOf(10) == 0 ? null : "/api" + words.next();
            default -> "/api" + words.any(PLACES);
        };
    }

    private byte[] broken() {
        String text = oneOf(25) == 0 ? "{\"reason\":\"" + "x".repeat(70_000) + "\"}" : json.next();
        return text.getBytes(oneOf(2) == 0 ? UTF_8 : UTF_16);
    }

    /** Members, often those that an act needs. */
    private String body(String path) {
        Map<String, String> members = new TreeMap<>();
        if (path.endsWith("grant") || path.endsWith("correct")) {
            members.put("units", words.any(NUMBERS));
        } else if (path.endsWith("override")) {
            members.put("limit", words.any(NUMBERS));
        } else if (path.endsWith("hold")) {
            members.put("hold", oneOf(3) == 0 ? value() : quoted("0".repeat(64)));
        } else if (oneOf(2) == 0) {
            members.putAll(Map.of("idleSince", quoted(scalar()), "atMost", words.any(NUMBERS)));
        }
        if (oneOf(6) > 0) {
            members.put("reason", oneOf(4) > 0 ? quoted("why") : value());
        }
        for (int more = Math.max(0, oneOf(6) - 4); more > 0; more--) {
            members.put(words.any(NAMES), value());
        }
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String value() {
        return switch (oneOf(5)) {
            case 0 -> words.any(NUMBERS);
            case 1 ->
                words.any(List.of("null", "true", "[]", "{}", "[\"a\"]", "[1]", "{\"key\":\"user:\"}", "{\"key\":1}"));
            default -> quoted(scalar());
        };
    }

    private String scalar() {
        return oneOf(3) == 0 ? words.next() : words.any(oneOf(3) == 0 ? NUMBERS : WORDS);
    }

    private static String quoted(String text) {
        return Json.createValue(text).toString();
    }

    private int oneOf(int count) {
        return words.any(IntStream.range(0, count).boxed().toList());
    }
}
