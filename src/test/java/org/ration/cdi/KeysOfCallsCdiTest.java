// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Specializes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaKeyException;
import org.ration.QuotaRegistry;
import org.ration.container.ContainerCaller;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** Whom a call counts for, within a request and outside of any. */
@Deployed(settings = "ration.secret=0123456789abcdef")
class KeysOfCallsCdiTest {

    @Inject
    TestDatabase database;

    @Inject
    TestRequest request;

    @Inject
    QuotaRegistry quotas;

    @Inject
    Shop shop;

    @Inject
    Callers callers;

    record Order(String id) {}

    @ApplicationScoped
    static class Shop {

        @Quota(key = "user", limit = 10)
        public void byUser() {}

        @Quota(key = "ip", limit = 10)
        public void byAddress() {}

        @Quota(key = "user_or_ip", limit = 10)
        public void byUserOrAddress() {}

        @Quota(key = "header:X-Api-Key", limit = 10)
        public void byHeader() {}

        @Quota(key = "param:team", limit = 10)
        public void byParameter() {}

        @Quota(key = "path:org", limit = 10)
        public void byPath() {}

        @Quota(key = "global", limit = 10)
        public void global() {}

        @Quota(key = "org:{path.org}:{user}", limit = 10)
        public void byTemplate() {}

        @Quota(key = "doc:{args[0].id}", limit = 10)
        public void byArgument(Order order) {}

        @Quota(key = "doc:{args.order.id}", limit = 10)
        public void byNamedArgument(Order order) {}

        @Quota(key = "api_key:{secret(request.api_key)}", limit = 10)
        public void byAttribute() {}

        @Quota(key = "tenant:{tenants.current}", limit = 10)
        public void byNamedBean() {}

        @Quota(key = "tenant:{tenants.of(user)}", limit = 10)
        public void byNamedBeansMethod() {}

        @Quota(key = "made:{counterOfMade.number}", limit = 10)
        public void byDependentBean() {}
    }

    @Named
    @ApplicationScoped
    static class Tenants {

        public String getCurrent() {
            return "seven";
        }

        public String of(String user) {
            return user + "'s";
        }
    }

    @Named
    @Dependent
    public static class CounterOfMade {

        private static int made;

        private final int number = ++made;

        public int getNumber() {
            return number;
        }
    }

    /** The caller that the container knows. */
    @Specializes
    @ApplicationScoped
    static class Callers extends ContainerCaller {

        private String name;

        void set(String newName) {
            name = newName;
        }

        @Override
        public Optional<String> name() {
            return Optional.ofNullable(name);
        }
    }

    @BeforeEach
    void anonymousCaller() {
        callers.set(null);
    }

    // each form, within a request

    @Test
    void countsByTheUserOfTheRequestRatherThanTheContainers() {
        callers.set("run-as");
        request.by("alice");

        shop.byUser();

        assertThat(database.used("user:alice")).isEqualTo(1);
    }

    @Test
    void countsByAddress() {
        request.from("192.0.2.7");

        shop.byAddress();
        shop.byUserOrAddress();

        assertThat(database.used("ip:192.0.2.7")).isEqualTo(1);
        assertThat(database.used("anonymous:192.0.2.7")).isEqualTo(1);
    }

    @Test
    void countsByUserOrAddress() {
        request.from("192.0.2.7").by("alice");

        shop.byUserOrAddress();

        assertThat(database.used("user:alice")).isEqualTo(1);
    }

    @Test
    void countsByTheFingerprintOfAHeaderAndNeverStoresIt() {
        request.header("X-Api-Key", "my secret");

        shop.byHeader();

        assertThat(database.used(quotas.key("header:X-Api-Key", "my secret"))).isEqualTo(1);
        assertThat(database.text("select quota_key from ration_account"))
                .startsWith("header:x-api-key:")
                .doesNotContain("my secret");
    }

    @Test
    void countsByParameterPathAndGlobally() {
        request.parameter("team", "a:b").pathParameter("org", "7");

        shop.byParameter();
        shop.byPath();
        shop.global();

        assertThat(database.used("param:team:a:b")).isEqualTo(1);
        assertThat(database.used("path:org:7")).isEqualTo(1);
        assertThat(database.used("global")).isEqualTo(1);
    }

    @Test
    void countsByTemplatesOfRequestArgumentsAndAttributes() {
        request.pathParameter("org", "7").by("bob").attribute("api_key", "my secret");

        shop.byTemplate();
        shop.byArgument(new Order("42"));
        shop.byNamedArgument(new Order("42"));
        shop.byAttribute();

        assertThat(database.used(quotas.key("org:{path.org}:{user}", "7", "bob")))
                .isEqualTo(1);
        assertThat(database.used("doc:42")).isEqualTo(2);
        assertThat(database.used(quotas.key("api_key:{secret(request.api_key)}", "my secret")))
                .isEqualTo(1);
    }

    @Test
    void countsByNamedBeansOfWhichADependentOneIsMadeOnce() {
        request.by("bob");

        shop.byNamedBean();
        shop.byNamedBeansMethod();
        shop.byDependentBean();
        shop.byDependentBean();

        assertThat(database.used("tenant:seven")).isEqualTo(1);
        assertThat(database.used("tenant:bob's")).isEqualTo(1);
        assertThat(database.used("made:1")).isEqualTo(2);
    }

    // outside

    @Test
    void outsideHttpTheUserIsTheContainersCaller() {
        callers.set("carol");

        shop.byUser();

        assertThat(database.used("user:carol")).isEqualTo(1);
    }

    @Test
    void aThreadWithoutRequestCountsOutsideHttp() throws Exception {
        request.by("alice");
        callers.set("timer");

        onAnotherThread(shop::byUser);

        assertThat(database.used("user:timer")).isEqualTo(1);
        assertThat(database.used("user:alice")).isZero();
    }

    // a key that cannot be told

    @Test
    void anAnonymousCallerIs401WhereTheKeyIsTheUser() {
        request.from("192.0.2.7");

        assertThat(statusOf(shop::byUser)).isEqualTo(401);
        assertThat(statusOf(shop::byTemplate)).isEqualTo(400);
        request.pathParameter("org", "7");
        assertThat(statusOf(shop::byTemplate)).isEqualTo(401);
        assertThat(database.used()).isZero();
    }

    @Test
    void whatARequestLacksIs400AndNeverASharedCounter() {
        request.to("GET", "/");

        for (Runnable call : List.<Runnable>of(
                shop::byHeader,
                shop::byParameter,
                shop::byPath,
                shop::byAttribute,
                () -> shop.byArgument(null),
                () -> shop.byArgument(new Order(null)),
                () -> shop.byArgument(new Order(" ")))) {
            assertThat(statusOf(call)).isEqualTo(400);
        }
        assertThat(database.number("select count(*) from ration_account")).isZero();
    }

    @Test
    void controlCharactersAre400() {
        request.parameter("team", "a\u0000b").header("X-Api-Key", "a\r\nb");

        assertThat(statusOf(shop::byParameter)).isEqualTo(400);
        assertThat(statusOf(shop::byHeader)).isEqualTo(400);
        assertThat(database.used()).isZero();
    }

    @Test
    void outsideHttpWhatOnlyARequestHasIsAQuotaKeyException() {
        for (Runnable call : List.<Runnable>of(
                shop::byUser,
                shop::byAddress,
                shop::byUserOrAddress,
                shop::byHeader,
                shop::byParameter,
                shop::byPath)) {
            assertThat(catchThrowableOfType(QuotaKeyException.class, call::run)).isNotNull();
        }
        assertThat(database.used()).isZero();
    }

    // strangers

    @Test
    void callsAtTheSameTimeCountEachForItsOwnCaller() throws Exception {
        callers.set("nobody of them");
        int threads = 8;
        CountDownLatch together = new CountDownLatch(threads);

        List<Future<?>> calls = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            String user = "user" + i;
            calls.add(pool.submit(() -> {
                together.countDown();
                together.await();
                for (int n = 0; n < 5; n++) {
                    requests.run(user, shop::byUser);
                }
                return null;
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        pool.shutdown();

        for (int i = 0; i < threads; i++) {
            assertThat(database.used("user:user" + i)).isEqualTo(5);
        }
        assertThat(database.used()).isEqualTo(threads * 5L);
    }

    @Inject
    Requests requests;

    /** Requests on other threads. */
    @ApplicationScoped
    static class Requests {

        @Inject
        Instance<TestRequest> facts;

        @ActivateRequestContext
        public void run(String user, Runnable call) {
            facts.get().by(user);
            call.run();
        }
    }

    private static void onAnotherThread(Runnable call) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            pool.submit(call).get();
        } finally {
            pool.shutdown();
        }
    }

    private static int statusOf(Runnable call) {
        return catchThrowableOfType(QuotaKeyException.class, call::run)
                .getResponse()
                .getStatus();
    }
}
