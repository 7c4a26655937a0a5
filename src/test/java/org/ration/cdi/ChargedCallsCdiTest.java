// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaKeyException;
import org.ration.QuotaUsage;
import org.ration.testing.Deployed;
import org.ration.testing.TestClock;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** What becomes of a call of a method with quotas. */
@Deployed(settings = {"ration.zone=Europe/Berlin", "ration.limit.set-month=3"})
class ChargedCallsCdiTest {

    @Inject
    TestDatabase database;

    @Inject
    TestClock clock;

    @Inject
    TestRequest request;

    @Inject
    Shop shop;

    @Inject
    Locators locators;

    @ApplicationScoped
    static class Shop {

        final AtomicInteger done = new AtomicInteger();

        int done() {
            return done.get();
        }

        void begin() {
            done.set(0);
        }

        @Quota(key = "global:one", limit = 2)
        public void one() {
            done.incrementAndGet();
        }

        @Quota(key = "global:pair", limit = 100, scope = "wide")
        @Quota(key = "global:pair", limit = 1, scope = "narrow", period = "day")
        @Quota(key = "global:pair", limit = 1, scope = "also-narrow")
        public void pair() {
            done.incrementAndGet();
        }

        @Quota(key = "global:mixed", limit = 1, scope = "blocking")
        @Quota(key = "global:mixed", limit = 1, scope = "counting", block = false, cost = 2)
        public void mixed() {
            done.incrementAndGet();
        }

        @Quota(key = "global:counted", limit = 1, block = false)
        public void counted() {
            done.incrementAndGet();
        }

        @Quota(key = "global:free", limit = 0, cost = 0)
        public void free() {
            done.incrementAndGet();
        }

        @Quota(key = "global:closed", limit = 0)
        public void closed() {
            done.incrementAndGet();
        }

        @Quota(key = "global:costly", limit = 5, cost = 6)
        public void neverFits() {
            done.incrementAndGet();
        }

        @Quota(key = "global:set", limit = 100, scope = "set")
        public void limitedByASetting() {
            done.incrementAndGet();
        }

        @Quota(key = "global:open", limit = Quota.UNLIMITED)
        public void unlimited() {
            done.incrementAndGet();
        }

        @Quota(key = "global:local", limit = 1, period = "day")
        public void inTheZoneOfTheSettings() {}

        @Quota(key = "global:tokyo", limit = 1, period = "day", zone = "Asia/Tokyo")
        public void inTokyo() {}

        @Quota(key = "global:stage", limit = 1)
        public CompletionStage<String> stage() {
            return CompletableFuture.completedFuture("done");
        }

        @Quota(key = "global:future", limit = 1)
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture("done");
        }

        @Quota(key = "global:suspended", limit = 1)
        public void suspended(String before, SuspendedResponse response) {
            response.resume("done");
        }

        @Quota(key = "user", limit = 1, scope = "of-user")
        public CompletionStage<String> stageOfUser() {
            return CompletableFuture.completedFuture("done");
        }

        @Quota(key = "user", limit = 1, scope = "suspended-of-user")
        public void suspendedOfUser(SuspendedResponse response) {
            response.resume("done");
        }

        @Transactional
        @Quota(key = "global:rolled-back", limit = 5)
        public void rolledBack() {
            throw new IllegalStateException("the method fails");
        }

        @Retried
        @Quota(key = "global:retried", limit = 5)
        public void retried() {
            if (done.incrementAndGet() < 3) {
                throw new IllegalStateException("once more");
            }
        }

        @Quota(key = "global:preflight", limit = 5)
        public void options() {}
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Retried {}

    /** As MicroProfile Fault Tolerance does it. */
    @Retried
    @Interceptor
    @Dependent
    @Priority(Interceptor.Priority.PLATFORM_AFTER + 10)
    static class Retry {

        @AroundInvoke
        Object retry(InvocationContext call) throws Exception {
            while (true) {
                try {
                    return call.proceed();
                } catch (IllegalStateException failed) {
                    // and again
                }
            }
        }
    }

    @BeforeEach
    void nothingDoneYet() {
        shop.begin();
    }

    // the decision

    @Test
    void aRefusedCallIsNotMade() {
        shop.one();
        shop.one();

        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, () -> shop.one());

        assertThat(shop.done()).isEqualTo(2);
        assertThat(refused.getResponse().getStatus()).isEqualTo(429);
        assertThat(refused.decision().usage().used()).isEqualTo(2);
    }

    @Test
    void severalQuotasAreChargedAllOrNothingAndAllThatRefuseAreReported() {
        shop.pair();

        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, () -> shop.pair());

        assertThat(refused.decision().usages())
                .extracting(QuotaUsage::policyName)
                .containsExactly("wide-month", "narrow-day", "also-narrow-month");
        assertThat(refused.decision().violated())
                .extracting(QuotaUsage::policyName)
                .containsExactly("narrow-day", "also-narrow-month");
        assertThat(database.used("global:pair")).isEqualTo(3);
    }

    @Test
    void aBlockingQuotaWithoutRoomCountsNothingAnywhere() {
        shop.mixed();

        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, () -> shop.mixed());

        assertThat(refused.decision().violated())
                .extracting(QuotaUsage::policyName)
                .containsExactly("blocking-month");
        assertThat(database.used("global:mixed")).isEqualTo(3);
    }

    @Test
    void aQuotaThatDoesNotBlockLetsPassAndCounts() {
        shop.counted();
        shop.counted();
        shop.counted();

        assertThat(shop.done()).isEqualTo(3);
        assertThat(database.used("global:counted")).isEqualTo(3);
    }

    @Test
    void aCostOfZeroIsAlwaysAllowedAndCountsNothing() {
        shop.free();

        assertThat(shop.done()).isEqualTo(1);
        assertThat(database.used()).isZero();
    }

    @Test
    void aLimitOfZeroRefusesEverything() {
        assertThatThrownBy(shop::closed).isInstanceOf(QuotaExceededException.class);

        assertThat(database.used()).isZero();
    }

    @Test
    void anUnlimitedQuotaCounts() {
        shop.unlimited();

        assertThat(database.used("global:open")).isEqualTo(1);
    }

    @Test
    void aCostAboveTheLimitNeverFits() {
        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, () -> shop.neverFits());

        assertThat(refused.decision().neverFits()).isTrue();
        assertThat(refused.getResponse().getHeaderString("Retry-After")).isNull();
    }

    @Test
    void theSettingOfAPolicyNameReplacesTheLimit() {
        shop.limitedByASetting();
        shop.limitedByASetting();
        shop.limitedByASetting();

        assertThatThrownBy(shop::limitedByASetting).isInstanceOf(QuotaExceededException.class);
    }

    @Test
    void calendarWindowsBeginInTheZoneOfTheAnnotationElseOfTheSettings() {
        shop.inTheZoneOfTheSettings();
        shop.inTokyo();

        assertThat(periodStart("global:local")).isEqualTo(Instant.parse("2026-03-09T23:00:00Z"));
        assertThat(periodStart("global:tokyo")).isEqualTo(Instant.parse("2026-03-09T15:00:00Z"));
    }

    @Test
    void theNextWindowBeginsAtTheReset() {
        shop.inTheZoneOfTheSettings();
        clock.set("2026-03-10T22:59:59.999Z");
        assertThatThrownBy(shop::inTheZoneOfTheSettings).isInstanceOf(QuotaExceededException.class);

        clock.set("2026-03-10T23:00:00Z");
        shop.inTheZoneOfTheSettings();

        assertThat(periodStart("global:local")).isEqualTo(Instant.parse("2026-03-10T23:00:00Z"));
    }

    private Instant periodStart(String key) {
        return Instant.ofEpochMilli(
                database.number("select period_start from ration_account where quota_key = ?", key));
    }

    // how a refused method answers

    @Test
    void aRefusedStageCompletesExceptionally() {
        assertThat(shop.stage().toCompletableFuture().join()).isEqualTo("done");
        assertThat(shop.future().join()).isEqualTo("done");

        assertThat(shop.stage().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(QuotaExceededException.class);
        assertThat(shop.future())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(QuotaExceededException.class);
    }

    @Test
    void aKeyThatCannotBeToldFailsTheStageToo() {
        assertThat(shop.stageOfUser().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(QuotaKeyException.class);
    }

    @Test
    void aSuspendedResponseIsResumedWithTheRefusal() {
        SuspendedResponse first = new SuspendedResponse();
        SuspendedResponse second = new SuspendedResponse();

        shop.suspended("", first);
        shop.suspended("", second);

        assertThat(first.resumedWith()).containsExactly("done");
        assertThat(second.resumedWith()).singleElement().isInstanceOf(QuotaExceededException.class);
    }

    @Test
    void aSuspendedResponseIsResumedWhereTheKeyCannotBeTold() {
        SuspendedResponse response = new SuspendedResponse();

        shop.suspendedOfUser(response);

        assertThat(response.resumedWith()).singleElement().isInstanceOf(QuotaKeyException.class);
    }

    @Test
    void theRequestIsToldEveryDecision() {
        request.to("GET", "/");
        shop.one();
        shop.counted();
        assertThatThrownBy(shop::closed).isInstanceOf(QuotaExceededException.class);

        assertThat(request.decisions()).extracting(QuotaDecision::allowed).containsExactly(true, true, false);
    }

    @Test
    void preflightIsNotCharged() {
        request.to("OPTIONS", "/").header("Origin", "https://a.example").header("Access-Control-Request-Method", "GET");

        shop.options();

        assertThat(database.used()).isZero();
    }

    @Test
    void anOptionsRequestThatIsNoPreflightIsCharged() {
        request.to("OPTIONS", "/").header("Origin", "https://a.example");

        shop.options();

        assertThat(database.used("global:preflight")).isEqualTo(1);
    }

    interface Located {
        @Path("parts")
        String parts();

        @OPTIONS
        @Path("own")
        String own();
    }

    @ApplicationScoped
    static class Locators implements Located {
        @Override
        @Quota(key = "global:preflight", limit = 10, scope = "located")
        public String parts() {
            return "parts";
        }

        @Override
        @Quota(key = "global:preflight", limit = 10, scope = "located")
        public String own() {
            return "own";
        }
    }

    @Test
    void anOptionsRequestThroughALocatorOfAnInterfaceIsNotCharged() {
        request.to("OPTIONS", "/");

        locators.parts();
        assertThat(database.used()).isZero();

        locators.own();
        assertThat(database.used("global:preflight")).isEqualTo(1);
    }

    // the interceptor

    @Test
    void itsPriorityIsAfterAuthorizationAndBeforeTransactions() {
        assertThat(Quota.PRIORITY).isEqualTo(Interceptor.Priority.PLATFORM_BEFORE + 100);
        assertThat(QuotaInterceptor.class.getAnnotation(Priority.class).value())
                .isEqualTo(Quota.PRIORITY)
                .isLessThan(200);
    }

    @Test
    void aRollbackOfTheMethodsTransactionRefundsNothing() {
        assertThatThrownBy(shop::rolledBack).isInstanceOf(IllegalStateException.class);

        assertThat(database.used("global:rolled-back")).isEqualTo(1);
    }

    @Test
    void aRetriedMethodIsChargedOnce() {
        shop.retried();

        assertThat(shop.done()).isEqualTo(3);
        assertThat(database.used("global:retried")).isEqualTo(1);
    }

    @SessionScoped
    static class Basket implements Serializable {

        private static final long serialVersionUID = 1L;

        @Quota(key = "global:basket", limit = 1)
        public void add() {}
    }

    @Inject
    QuotaEnforcer charging;

    @Inject
    Basket basket;

    @Test
    void beansOfAScopeThatIsPassivatedMayHaveQuotas() {
        assertThat(basket).isInstanceOf(Serializable.class);
    }

    @Test
    void theInterceptorSurvivesSerialization() throws Exception {
        QuotaInterceptor interceptor = new QuotaInterceptor(charging);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(interceptor);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            QuotaInterceptor again = (QuotaInterceptor) in.readObject();

            again.charge(new CallOf(Shop.class.getMethod("one"), shop, null));
        }
        assertThat(database.used("global:one")).isEqualTo(1);
    }

    @Test
    void aMethodWithoutArgumentsMayHaveNullForThem() throws Exception {
        CallOf call = new CallOf(Shop.class.getMethod("closed"), shop, null);
        QuotaInterceptor interceptor = new QuotaInterceptor(charging);

        assertThatThrownBy(() -> interceptor.charge(call)).isInstanceOf(QuotaExceededException.class);

        assertThat(call.proceeded()).isFalse();
    }
}
