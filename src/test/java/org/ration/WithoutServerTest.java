// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.ApplicationException;
import jakarta.el.ELException;
import jakarta.ws.rs.core.Response;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.testkit.InMemoryQuotas;

/** The values and exceptions in a unit test of the application's, which has APIs on its class path and no server. */
class WithoutServerTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");

    /** Refuses a charge, and says what it sees of it. */
    public static final class Refused implements Callable<String> {

        /** Made by its name. */
        public Refused() {}

        @Override
        public String call() throws Exception {
            try {
                new QuotaDecision(NOON, List.of(USAGE), List.of(USAGE), false).orThrow();
                return "allowed";
            } catch (QuotaExceededException refusal) {
                Response copy =
                        Serialized.copy(QuotaExceededException.class, refusal).getResponse();
                return refusal.getMessage() + described(refusal.getResponse()) + described(copy);
            }
        }
    }

    /** Makes the other exceptions. */
    public static final class Others implements Callable<String> {

        /** Made by its name. */
        public Others() {}

        @Override
        public String call() {
            return described(QuotaKeyException.badRequest("no key").getResponse())
                    + described(QuotaKeyException.anonymous().getResponse())
                    + described(QuotaStoreException.notCharged("no store", null).getResponse())
                    + described(QuotaStoreException.unknown("no answer", null).getResponse());
        }
    }

    private static final QuotaUsage USAGE = QuotaUsage.builder("user:42", QuotaPeriod.DAY, ZoneOffset.UTC)
            .used(3)
            .limit(3)
            .window(RESET.minusSeconds(86_400), RESET)
            .build();

    @Test
    void aRefusalIsThrownWithItsStatusAndHeaders() throws Exception {
        assertThat(call(Refused.class, ApplicationException.class, Response.class))
                .isEqualTo("quota day has no room: 3 of 3 units used, resets at 2026-12-01T00:00:00Z"
                        + " 429 Too Many Requests CLIENT_ERROR no-store 43200 false"
                        + " 429 Too Many Requests CLIENT_ERROR no-store 43200 false");
    }

    @Test
    void theOtherExceptionsAreMade() throws Exception {
        assertThat(call(Others.class, ApplicationException.class, Response.class))
                .isEqualTo(" 400 Bad Request CLIENT_ERROR no-store null false"
                        + " 401 Unauthorized CLIENT_ERROR no-store null false"
                        + " 503 Service Unavailable SERVER_ERROR no-store 5 false"
                        + " 503 Service Unavailable SERVER_ERROR no-store null false");
    }

    /** Uses what has annotations of JSON-B, which is not there. */
    public static final class Values implements Callable<String> {

        /** Made by its name. */
        public Values() {}

        @Override
        public String call() {
            QuotaDecision decision = new QuotaDecision(NOON, List.of(USAGE), List.of(), false);
            QuotaCharge charge = new QuotaCharge("user:42", QuotaPolicy.of(5, QuotaPeriod.parse("30d")), 1);
            return decision.orThrow().equals(decision) + " " + decision.usage().remaining() + " "
                    + charge.policy().name();
        }
    }

    @Test
    void valuesNeedNoJsonB() throws Exception {
        assertThat(call(Values.class, ApplicationException.class, Response.class))
                .isEqualTo("true 0 30d");
    }

    /** Charges by the test kit, and builds keys. */
    public static final class Kit implements Callable<String> {

        /** Made by its name. */
        public Kit() {}

        @Override
        public String call() {
            InMemoryQuotas quotas = new InMemoryQuotas();
            String key = quotas.key("user", "42");
            boolean allowed =
                    quotas.consume(key, QuotaPolicy.of(1, QuotaPeriod.DAY)).allowed();
            try {
                return quotas.key("org:{path.org}", "7");
            } catch (IllegalStateException noLanguage) {
                return key + " " + allowed + " " + noLanguage.getMessage();
            }
        }
    }

    @Test
    void theKitNeedsAnExpressionLanguageForTemplatesAlone() throws Exception {
        assertThat(call(Kit.class, InMemoryQuotas.class, ELException.class, ApplicationException.class, Response.class))
                .isEqualTo("user:42 true templates need an implementation of Jakarta Expression Language on the class"
                        + " path; a unit test may use org.glassfish.expressly:expressly");
    }

    private static String described(Response response) {
        return " " + response.getStatus() + " " + response.getStatusInfo().getReasonPhrase() + " "
                + response.getStatusInfo().getFamily() + " " + response.getHeaderString("cache-control") + " "
                + response.getHeaderString("Retry-After") + " " + response.hasEntity();
    }

    /** Calls a class that sees Ration, its own tests, and the jars of the given classes. */
    private static Object call(Class<? extends Callable<String>> type, Class<?>... apis) throws Exception {
        URL[] classPath = Stream.concat(Stream.of(QuotaDecision.class, type), Stream.of(apis))
                .map(any -> any.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Class<?> isolated = loader.loadClass(type.getName());
            return ((Callable<?>) isolated.getConstructor().newInstance()).call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
