// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Quota;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Database;
import org.ration.testing.Deployment;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;

/** Where the caller's own usage is served, and what is answered there. */
class UsageServletCdiTest {

    private final TestDatabase database = TestDatabase.withTables(Database.H2, 4);

    @ApplicationScoped
    static class Shop {

        @Quota(key = "user", limit = 3)
        public void buy() {}

        @Quota(key = "user", limit = Quota.UNLIMITED, period = "once", scope = "ever")
        public void count() {}
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isNotThereUnlessAPathIsSet() throws ServletException {
        try (TestContainer application = deployed()) {
            assertThat(application).isNotNull();
            assertThat(Started.with().servlets).isEmpty();
        }
    }

    @Test
    void isAtThePathAlone() throws ServletException {
        try (TestContainer application = deployed("ration.usage.path=/my/quotas")) {
            assertThat(application).isNotNull();
            assertThat(Started.with().servlets).containsOnlyKeys("/my/quotas", "/my/quotas.js");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quotas", "/quotas.js"})
    void stopsTheDeploymentWhereTheApplicationHasAServletThere(String path) {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            assertThat(application).isNotNull();
            assertThatThrownBy(() -> Started.with(path))
                    .isInstanceOf(ServletException.class)
                    .hasMessage("RATION-070 ration.usage.path would take " + path
                            + ", where the application has a servlet of its" + " own; use another path.");
        }
    }

    @Test
    void answersTheCallersUsageWithoutItsKey() throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            charge(application, "user:ann", 2);

            Answer answer = Started.with().call("GET", "ann");

            assertThat(answer.status).isEqualTo(200);
            assertThat(answer.headers)
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Content-Type", "application/json");
            assertThat(answer.headers.get("RateLimit")).startsWith("\"month\";r=1;t=");
            assertThat(answer.body())
                    .matches("\\{\"quotas\":\\[\\{\"policy\":\"ever-once\",\"scope\":\"ever\",\"period\":\"once\","
                            + "\"used\":0,\"reserved\":0,\"periodStart\":\"[^\"]+\"},"
                            + "\\{\"policy\":\"month\",\"scope\":\"\",\"period\":\"month\",\"used\":2,\"reserved\":0,"
                            + "\"periodStart\":\"[^\"]+\",\"limit\":3,\"remaining\":1,\"resetAt\":\"[^\"]+Z\"}]}");
        }
    }

    @Test
    void answers401ToAnAnonymousCaller() throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            assertThat(application).isNotNull();

            Answer answer = Started.with().call("GET", null);

            assertThat(answer.status).isEqualTo(401);
            assertThat(answer.headers).containsEntry("Content-Type", "application/problem+json");
            assertThat(answer.headers).containsEntry("Cache-Control", "no-store");
            assertThat(answer.body()).contains("urn:ration:problem:key-missing");
        }
    }

    @Test
    void answers503WhileTheDatabaseDoesNotAnswer() throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            assertThat(application).isNotNull();
            Started started = Started.with();
            database.execute("alter table ration_account rename to elsewhere");

            Answer answer = started.call("GET", "ann");

            assertThat(answer.status).isEqualTo(503);
            assertThat(answer.headers).containsEntry("Retry-After", "5");
            assertThat(answer.body()).contains("urn:ration:problem:store-unavailable");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "get"})
    void refusesOtherMethods(String method) throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            assertThat(application).isNotNull();

            Answer answer = Started.with().call(method, "ann");

            assertThat(answer.status).isEqualTo(405);
            assertThat(answer.headers).containsEntry("Allow", "GET, HEAD, OPTIONS");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void tellsItsMethods() throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            assertThat(application).isNotNull();

            Answer answer = Started.with().call("OPTIONS", null);

            assertThat(answer.status).isEqualTo(204);
            assertThat(answer.headers).containsEntry("Allow", "GET, HEAD, OPTIONS");
        }
    }

    @Test
    void answersNoQuotasWhereRationIsOff() throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas", "ration.mode=off")) {
            assertThat(application).isNotNull();

            assertThat(Started.with().call("GET", null).body()).isEqualTo("{\"quotas\":[]}");
        }
    }

    @Test
    void servesAScriptOfAtMost3Kilobytes() throws Exception {
        try (TestContainer application = deployed("ration.usage.path=/quotas")) {
            assertThat(application).isNotNull();

            Answer answer = Started.with().call("/quotas.js", "GET", null);

            assertThat(answer.headers).containsEntry("Content-Type", "text/javascript; charset=utf-8");
            assertThat(answer.body()).contains("customElements.define('ration-usage'");
            assertThat(answer.content.size()).isLessThanOrEqualTo(3_000);
        }
    }

    private static void charge(TestContainer application, String key, long cost) {
        application.select(QuotaRegistry.class).consume(key, QuotaPolicy.of(3, QuotaPeriod.MONTH), cost);
    }

    private TestContainer deployed(String... settings) {
        return Deployment.on(database, Shop.class).with(settings).start();
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The part of a server to which an application adds its servlet. */
    private static final class Started {

        private final Set<String> taken;
        private final Map<String, Servlet> servlets = new TreeMap<>();

        private Started(String... taken) {
            this.taken = Set.of(taken);
        }

        static Started with(String... taken) throws ServletException {
            Started started = new Started(taken);
            new RationInitializer().onStartup(null, as(ServletContext.class, started::application));
            return started;
        }

        private Object application(Object self, Method called, Object[] arguments) {
            return switch (called.getName()) {
                case "getServerInfo" -> "a server";
                case "addFilter" -> as(FilterRegistration.Dynamic.class, (filter, method, values) -> null);
                default -> added((Servlet) arguments[1]);
            };
        }

        private ServletRegistration.Dynamic added(Servlet servlet) {
            return as(
                    ServletRegistration.Dynamic.class,
                    (registration, method, values) ->
                            method.getName().equals("addMapping") ? map(((String[]) values[0])[0], servlet) : null);
        }

        private Set<String> map(String path, Servlet servlet) {
            servlets.put(path, servlet);
            return taken.contains(path) ? taken : Set.of();
        }

        Answer call(String method, String user) throws ServletException, IOException {
            return call("/quotas", method, user);
        }

        Answer call(String path, String method, String user) throws ServletException, IOException {
            Answer answer = new Answer();
            HttpServletRequest request =
                    as(HttpServletRequest.class, (self, called, arguments) -> switch (called.getName()) {
                        case "getMethod" -> method;
                        case "getUserPrincipal" -> user == null ? null : (Principal) () -> user;
                        case "getRemoteAddr" -> "192.0.2.1";
                        case "getHeaders" -> Collections.emptyEnumeration();
                        case "setAttribute", "getHeader" -> null;
                        default -> throw new UnsupportedOperationException(called.toString());
                    });
            servlets.get(path).service(request, as(HttpServletResponse.class, answer::response));
            return answer;
        }
    }

    /** What was answered. */
    private static final class Answer extends ServletOutputStream {

        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int status = 200;

        String body() {
            return content.toString(StandardCharsets.UTF_8);
        }

        private Object response(Object self, Method called, Object[] arguments) {
            switch (called.getName()) {
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setStatus" -> status = (int) arguments[0];
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
                case "containsHeader" -> {
                    return headers.containsKey((String) arguments[0]);
                }
                case "isCommitted" -> {
                    return false;
                }
                case "getOutputStream" -> {
                    return this;
                }
                default -> throw new UnsupportedOperationException(called.toString());
            }
            return null;
        }

        @Override
        public void write(int one) {
            content.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
