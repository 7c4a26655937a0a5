// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.Logged;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestStore;

/** The administration's servlet as its settings have it, and what it answers when the database fails. */
class AdminRestCdiTest {

    private static final QuotaPolicy MONTH = QuotaPolicy.of(10, QuotaPeriod.MONTH);

    private final TestDatabase database = TestDatabase.withTables(Database.H2, 4);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isNotThereUnlessTheSettingsWantIt() throws ServletException {
        for (String[] settings : List.of(new String[] {}, new String[] {"ration.admin.enabled=false"})) {
            try (TestContainer application = deployed(settings)) {
                assertThat(application.lacks(QuotaAdministration.class)).isFalse();

                assertThat(AdminServletContext.started().servlet()).isNull();
            }
        }
    }

    @Test
    void isWhereTheSettingsSayForTheRoleThatTheySay() throws ServletException {
        try (TestContainer application = deployed(
                "ration.admin.enabled=true", "ration.admin.path=/back-office/usage", "ration.admin.role=chief")) {
            assertThat(application).isNotNull();
            AdminServletContext context = AdminServletContext.started();

            assertThat(context.mapped()).containsExactly("/back-office/usage/*");
            assertThat(context.roles()).containsExactly("chief");
            AdminCall.Answer answer = AdminCall.of("GET", "/api/me").to(context.servlet());
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().getString("detail"))
                    .isEqualTo(
                            "You are logged in as olga, without the role chief. Log in as an operator, or ask for the"
                                    + " role.");
        }
    }

    @Test
    void showsAPageToWhoeverOpensItWithoutTheRole() throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true", "ration.admin.role=<chief>")) {
            Servlet servlet = servlet(application);

            AdminCall.Answer answer = AdminCall.of("GET", "/").to(servlet);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.type()).isEqualTo("text/html; charset=utf-8");
            assertThat(answer.text())
                    .contains("<h1>Not permitted</h1>", "logged in as olga, without the role &lt;chief&gt;")
                    .contains("<a href=\"/ration/\">");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        }
    }

    @Test
    void showsAPageWhereThereIsNothing() throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            AdminCall.Answer answer = AdminCall.of("GET", "/nothing").to(servlet(application));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.type()).isEqualTo("text/html; charset=utf-8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:m\u00fcller",
                "user:\u65e5\u672c\u8a9e",
                "user:\ud83d\ude80",
                "user:\u202e\u200bx",
                "user:a+b &=%;/?#"
            })
    void findsKeysOfEveryScript(String key) throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            application.select(QuotaRegistry.class).consume(key, MONTH);
            application.select(QuotaRegistry.class).consume("user:other", MONTH);

            AdminCall.Answer answer =
                    AdminCall.of("GET", "/api/accounts").parameter("key", key).to(servlet(application));

            assertThat(answer.json().getJsonArray("accounts")).hasSize(1);
            assertThat(answer.json().getJsonArray("accounts").getJsonObject(0).getString("key"))
                    .isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key=%fc", "key=%", "key=%0", "key=%zz", "key=m\u00fcller", "key=%c3", "key=%ed%a0%80", "key=%00"
            })
    void refusesAQueryThatIsNotUtf8(String query) throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            AdminCall.Answer answer =
                    AdminCall.of("GET", "/api/accounts").query(query).to(servlet(application));

            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @Test
    void refusesJsonThatNestsDeeplyOrIsAmbiguous() throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            Servlet servlet = servlet(application);
            for (String body : List.of(
                    "{'reason': " + "[".repeat(9) + "]".repeat(9) + "}",
                    "{'reason': " + "[".repeat(30_000) + "}",
                    "{'reason': " + "{'a':".repeat(10_000) + "1" + "}".repeat(10_000) + "}",
                    "{'units': 1, 'units': 2, 'reason': 'x'}",
                    "{'filter': {'key': 'a', 'key': 'b'}, 'atMost': 1, 'reason': 'x'}",
                    "{'units': " + "9".repeat(60_000) + ", 'reason': 'x'}",
                    "{'units': 1e" + "9".repeat(60_000) + ", 'reason': 'x'}",
                    "{'units': 1, 'reason': 'x'} {}",
                    "[" + "{'reason':'x'}" + "]")) {
                AdminCall.Answer answer =
                        AdminCall.post("/api/accounts/reset", body).to(servlet);

                assertThat(answer.status()).as(body.substring(0, 15)).isEqualTo(400);
            }
        }
    }

    @Test
    void refusesABodyThatIsNotUtf8() throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            AdminCall call = AdminCall.post("/api/erase", "")
                    .body("{\"key\": \"m\u00fcller\", \"reason\": \"x\"}".getBytes(StandardCharsets.ISO_8859_1));

            assertThat(call.to(servlet(application)).status()).isEqualTo(400);
        }
    }

    @Test
    void doesNotTakeAPathFromTheApplication() {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            assertThat(application).isNotNull();

            assertThatThrownBy(() -> AdminServletContext.started("/ration/*"))
                    .isInstanceOf(ServletException.class)
                    .hasMessage(
                            "RATION-035 ration.admin.path is /ration, where the application has a servlet of its own;"
                                    + " use another path.");
        }
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThat(Deployment.on(database)
                        .with(
                                "ration.admin.enabled=yes",
                                "ration.admin.path=ration/",
                                "ration.admin.role=*",
                                "ration.secret=0123456789abcdef")
                        .problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("ration.admin.enabled", "yes", "true or false"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("ration.admin.path", "ration/", "a path such as /ration"))
                .anySatisfy(problem -> assertThat(problem).contains("ration.admin.role", "*", "the name of one role"));
    }

    @Test
    void answers503WhereNothingIsCountedAndThereIsNoStore() throws ServletException {
        try (TestContainer application = application("ration.admin.enabled=true", "ration.mode=off")
                .without(TestStore.class)
                .start()) {
            Servlet servlet = servlet(application);

            assertStoreUnavailable(answered(AdminCall.of("GET", "/api/accounts"), servlet));
            assertStoreUnavailable(answered(AdminCall.post("/api/erase", "{'key': 'user:1', 'reason': 'x'}"), servlet));
            assertThat(AdminCall.of("GET", "/").to(servlet).status()).isEqualTo(200);
            assertThat(AdminCall.of("GET", "/api/declarations").to(servlet).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void showsWhatTheTablesHaveWhereNothingIsCountedButThereIsAStore() throws ServletException {
        try (TestContainer application = deployed()) {
            application.select(QuotaRegistry.class).consume("user:1", MONTH);
        }
        try (TestContainer application = deployed("ration.admin.enabled=true", "ration.mode=off")) {
            AdminCall.Answer answer = AdminCall.of("GET", "/api/accounts").to(servlet(application));

            assertThat(answer.json().getJsonArray("accounts")).hasSize(1);
        }
    }

    @Test
    void answers503WhileTheDatabaseFailsAndNothingHasChangedThen() throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            Servlet servlet = servlet(application);
            AdminCall grant =
                    AdminCall.post("/api/accounts/" + id(application) + "/grant", "{'units': 5, 'reason': 'x'}");
            database.execute("alter table ration_account rename to elsewhere");

            AdminCall.Answer answer = answered(grant, servlet);

            assertStoreUnavailable(answer);
            assertThat(answer.text()).doesNotContainIgnoringCase("ration_account", "select", "h2");
            database.execute("alter table elsewhere rename to ration_account");
            assertThat(database.number("select granted from ration_account")).isZero();
            assertThat(grant.to(servlet).status()).isEqualTo(200);
            assertThat(database.number("select granted from ration_account")).isEqualTo(5);
        }
    }

    @Test
    void saysThatItIsNotKnownWhatBecameOfAnActWhoseAnswerWasLost() throws ServletException {
        try (TestContainer application = deployed("ration.admin.enabled=true")) {
            Servlet servlet = servlet(application);
            AdminCall grant =
                    AdminCall.post("/api/accounts/" + id(application) + "/grant", "{'units': 5, 'reason': 'x'}");
            database.wire().loseNextAnswer();

            AdminCall.Answer answer = answered(grant, servlet);

            assertProblem(answer, "urn:ration:problem:outcome-unknown");
            assertThat(answer.json().getString("detail")).contains("look at the account and its audit");
            assertThat(database.number("select granted from ration_account")).isEqualTo(5);
            assertThat(database.number("select count(*) from ration_audit")).isEqualTo(1);
        }
    }

    private static AdminCall.Answer answered(AdminCall call, Servlet servlet) {
        AdminCall.Answer[] answer = new AdminCall.Answer[1];
        assertThat(Logged.by(() -> answer[0] = call.to(servlet)))
                .anySatisfy(line -> assertThat(line).startsWith("WARNING An operator's request was not answered: "));
        return answer[0];
    }

    private static void assertStoreUnavailable(AdminCall.Answer answer) {
        assertProblem(answer, "urn:ration:problem:store-unavailable");
    }

    private static void assertProblem(AdminCall.Answer answer, String type) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().getString("type")).isEqualTo(type);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    /** Of an account that has one unit used. */
    private String id(TestContainer application) {
        application.select(QuotaRegistry.class).consume("user:1", MONTH);
        return database.text("select id from ration_account");
    }

    private static Servlet servlet(TestContainer application) throws ServletException {
        assertThat(application).isNotNull();
        return AdminServletContext.started().servlet();
    }

    private TestContainer deployed(String... settings) {
        return application(settings).start();
    }

    private Deployment application(String... settings) {
        return Deployment.on(database).with(settings).with("ration.secret=0123456789abcdef");
    }
}
