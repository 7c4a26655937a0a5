// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaDecision;
import org.ration.QuotaKey;
import org.ration.QuotaKeyException;
import org.ration.QuotaLimit;
import org.ration.QuotaRegistry;
import org.ration.QuotaUsage;
import org.ration.testing.Deployed;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** What callers are told of their own usage. */
@Deployed(settings = "ration.secret=0123456789abcdef")
class CallerUsageCdiTest {

    @Inject
    CallerUsage usage;

    @Inject
    TestRequest request;

    @Inject
    TestDatabase database;

    @Inject
    Shop shop;

    @Inject
    Desk desk;

    @Inject
    QuotaRegistry quotas;

    @ApplicationScoped
    static class Shop {

        @Quota(key = "user", limit = 10, scope = "user")
        public void byUser() {}

        @Quota(key = "user", limit = 10, scope = "user")
        public void byTheSameUser() {}

        @Quota(key = "ip", limit = 10, scope = "ip")
        public void byAddress() {}

        @Quota(key = "user_or_ip", limit = 10, scope = "user-or-ip")
        public void byUserOrAddress() {}

        @Quota(key = "header:X-Api-Key", limit = 10, scope = "header")
        public void byHeader() {}

        @Quota(key = "team:{header['X-Team']}:{user}", limit = 10, scope = "template")
        public void byTemplate() {}

        @Quota(key = "tenant:{request.tenant}", limit = 10, scope = "attribute")
        public void byAttribute() {}

        @Quota(key = "plan:{desk.of(user)}", limit = 10, scope = "bean")
        public void byBean() {}

        @Quota(key = "user", limit = 10, scope = "by-plan", limitBy = Plan.class)
        public void byPlan() {}

        @Quota(key = "user", limit = 3, scope = "running", period = "inflight")
        public void running() {}

        @Quota(key = "desk:{desk.of(user)}", limit = 10, scope = "same")
        public void aFirst() {}

        @Quota(key = "desk:{desk.of(user)}", limit = 20, scope = "same", limitBy = Plan.class)
        public void bSecond() {}

        @Quota(key = "desk:{desk.of(user)}", limit = 30, scope = "same", limitBy = Plan.class)
        public void cThird() {}

        @Quota(key = "user", limit = Quota.UNLIMITED, scope = "counted", period = "once")
        public void counted() {}

        @Quota(key = "param:team", limit = 10, scope = "param")
        public void byParameter() {}

        @Quota(key = "path:org", limit = 10, scope = "path")
        public void byPath() {}

        @Quota(key = "org:{empty path.org ? user : path.org}", limit = 10, scope = "path-or-user")
        public void byPathOrUser() {}

        @Quota(key = "doc:{args[0]}", limit = 10, scope = "argument")
        public void byArgument(String id) {}

        @Quota(key = "at:{request.method}:{request.path}", limit = 10, scope = "request")
        public void byRequest() {}

        @Quota(keyBy = Everybody.class, limit = 10, scope = "key-by")
        public void byCode() {}
    }

    @Named
    @ApplicationScoped
    static class Desk {

        private final AtomicInteger asked = new AtomicInteger();

        int asked() {
            return asked.getAndSet(0);
        }

        public String of(String user) {
            asked.incrementAndGet();
            if (user.equals("mallory")) {
                throw new IllegalStateException("nobody's desk");
            }
            return "desk of " + user;
        }
    }

    @ApplicationScoped
    static class Plan implements QuotaLimit {

        @Override
        public OptionalLong limitFor(String key, QuotaCall call) {
            return OptionalLong.of(call.method().getName().length());
        }
    }

    @ApplicationScoped
    static class Everybody implements QuotaKey {

        @Override
        public String keyFor(QuotaCall call) {
            return "global:everybody";
        }
    }

    @Test
    void isThatOfEveryQuotaWhoseKeyTheRequestTells() {
        request.by("ann")
                .from("192.0.2.1")
                .header("X-Api-Key", "k")
                .header("X-Team", "red")
                .attribute("tenant", "t");
        request.parameter("team", "red").pathParameter("org", "7").to("GET", "/quotas");

        assertThat(policies())
                .containsExactly(
                        "attribute-month",
                        "bean-month",
                        "by-plan-month",
                        "counted-once",
                        "header-month",
                        "ip-month",
                        "running-inflight",
                        "same-month",
                        "template-month",
                        "user-month",
                        "user-or-ip-month");
    }

    @Test
    void isTheCallersAlone() {
        request.by("ann").from("192.0.2.1");
        shop.byUser();
        shop.byTheSameUser();
        request.by("bob");
        shop.byUser();

        assertThat(used("user-month")).isEqualTo(1);
        request.by("ann");
        assertThat(used("user-month")).isEqualTo(2);
        request.by("carol");
        assertThat(used("user-month")).isZero();
    }

    @Test
    void isThatOfTheAddressWhereNobodyIsLoggedIn() {
        request.from("192.0.2.1");

        assertThat(policies()).containsExactly("ip-month", "user-or-ip-month");
    }

    @Test
    void is401WhereOnlyTheUserWouldTellAKey() {
        request.header("X-Other", "any");

        assertThatThrownBy(() -> usage.of(request))
                .isInstanceOfSatisfying(
                        QuotaKeyException.class,
                        missing -> assertThat(missing.getResponse().getStatus()).isEqualTo(401));
    }

    @Test
    void leavesOutWhatTheApplicationCannotTell() {
        request.by("mallory").from("192.0.2.1");

        assertThat(policies()).contains("user-month").doesNotContain("bean-month");
    }

    @Test
    void leavesOutAKeyThatIsIllegal() {
        request.by("ann").from("192.0.2.1").header("X-Api-Key", "\u0007");

        assertThat(policies()).contains("user-month").doesNotContain("header-month");
    }

    /** Or a stranger would learn who is a customer. */
    @Test
    void looksTheSameForAKeyThatIsKnownAndOneThatIsNot() {
        request.by("ann").from("192.0.2.1").header("X-Team", "red");
        shop.byPlan();
        shop.byTemplate();
        quotas.reset("user:ann");
        quotas.reset("team:red:ann");
        List<QuotaUsage> known = usages();
        request.by("nobody").header("X-Team", "none");

        List<QuotaUsage> unknown = usages();

        assertThat(unknown)
                .extracting(QuotaUsage::policyName)
                .isEqualTo(known.stream().map(QuotaUsage::policyName).toList());
        assertThat(unknown).extracting(QuotaUsage::used).containsOnly(0L);
        assertThat(known).extracting(QuotaUsage::used).containsOnly(0L);
    }

    @Test
    void isThatOfTheFirstDeclarationOfACounter() {
        request.by("ann").from("192.0.2.1");
        shop.cThird();

        assertThat(usages())
                .filteredOn(usage -> usage.policyName().equals("same-month"))
                .singleElement()
                .satisfies(usage -> {
                    assertThat(usage.limit()).isEqualTo(10);
                    assertThat(usage.used()).isEqualTo(1);
                });
    }

    @Test
    void asksForEachKeyOnce() {
        request.by("ann").from("192.0.2.1");
        desk.asked();

        usages();

        assertThat(desk.asked())
                .as("desk:{desk.of(user)} and plan:{desk.of(user)}")
                .isEqualTo(2);
    }

    @Test
    void hasTheLimitThatLimitByAnsweredForTheLastCharge() {
        request.by("ann").from("192.0.2.1");
        assertThat(usages())
                .filteredOn(usage -> usage.policyName().equals("by-plan-month"))
                .singleElement()
                .satisfies(usage -> assertThat(usage.limit()).isEqualTo(10));

        shop.byPlan();

        assertThat(usages())
                .filteredOn(usage -> usage.policyName().equals("by-plan-month"))
                .singleElement()
                .satisfies(usage -> {
                    assertThat(usage.limit()).isEqualTo("byPlan".length());
                    assertThat(usage.used()).isEqualTo(1);
                });
    }

    @Test
    void chargesNothing() {
        request.by("ann").from("192.0.2.1");

        usages();
        usages();

        assertThat(database.used("user:ann")).isZero();
        assertThat(used("user-month")).isZero();
    }

    private long used(String policy) {
        return usages().stream()
                .filter(usage -> usage.policyName().equals(policy))
                .findFirst()
                .orElseThrow()
                .used();
    }

    private List<String> policies() {
        return usages().stream().map(QuotaUsage::policyName).toList();
    }

    private List<QuotaUsage> usages() {
        Optional<QuotaDecision> decision = usage.of(request);
        return decision.map(QuotaDecision::usages).orElse(List.of());
    }
}
