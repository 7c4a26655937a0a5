// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.core.CheckedExceptionRethrower.safeRethrow;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ApplicationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaCost;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaKey;
import org.ration.QuotaLimit;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.testing.Deployed;
import org.ration.testing.Logged;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;
import org.ration.testing.Transactions;

/** The application's own keys, limits, costs and answers. */
@Deployed
class CallbackBeansCdiTest {

    private static final String HERE = CallbackBeansCdiTest.class.getName() + "$";

    @Inject
    TestDatabase database;

    @Inject
    TestRequest request;

    @Inject
    Shop shop;

    @Inject
    Answers answers;

    @Inject
    QuotaRegistry quotas;

    @BeforeEach
    void sensibleAnswers() {
        answers.key = () -> "tenant:7";
        answers.limit = () -> OptionalLong.empty();
        answers.cost = () -> 1L;
        answers.response = () -> Response.status(402).header("X-Shop", "yes").build();
    }

    /** What the callables answer. */
    @Singleton
    static class Answers {

        Supplier<String> key;
        Supplier<OptionalLong> limit;
        Supplier<Long> cost;
        Supplier<Response> response;
        final Map<String, QuotaCall> calls = new ConcurrentHashMap<>();
    }

    /** A bean. */
    @ApplicationScoped
    static class MyKey implements QuotaKey {

        @Inject
        Answers answers;

        @Override
        public String keyFor(QuotaCall call) {
            answers.calls.put("key", call);
            return answers.key.get();
        }
    }

    /** A plain class. */
    public static class MyLimit implements QuotaLimit {

        static final AtomicInteger MADE = new AtomicInteger();

        @Inject
        Answers answers;

        private boolean ready;

        @PostConstruct
        void begin() {
            MADE.incrementAndGet();
            ready = true;
        }

        @Override
        public OptionalLong limitFor(String key, QuotaCall call) {
            assertThat(ready).isTrue();
            assertThat(key).isEqualTo(answers.key.get());
            return answers.limit.get();
        }
    }

    /** A plain class. */
    public static class MyCost implements QuotaCost {

        @Inject
        Answers answers;

        @Override
        public long costOf(QuotaCall call) {
            return answers.cost.get();
        }
    }

    /** A plain class. */
    public static class MyAnswer implements QuotaExceededHandler {

        @Inject
        Answers answers;

        @Override
        public Response handle(QuotaCall call, QuotaDecision decision) {
            assertThat(decision.allowed()).isFalse();
            return answers.response.get();
        }
    }

    @ApplicationScoped
    static class Shop {

        @Quota(keyBy = MyKey.class, limitBy = MyLimit.class, costBy = MyCost.class, limit = 10)
        public String buy(String article, Integer pieces) {
            return "bought";
        }

        @Quota(key = "global:answered", limit = 0, onExceeded = MyAnswer.class)
        public Response answered() {
            return Response.ok().build();
        }

        @Quota(key = "global:answered", limit = 0, onExceeded = MyAnswer.class)
        public String cannotAnswer() {
            return "ok";
        }

        @Transactional
        @Quota(keyBy = NoTransactionKey.class, limit = 10, scope = "transactional")
        public void transactional() {}
    }

    @Test
    void beansAndPlainClassesTellKeyLimitAndCost() {
        answers.limit = () -> OptionalLong.of(20);
        answers.cost = () -> 15L;

        assertThat(shop.buy("book", 2)).isEqualTo("bought");

        assertThat(database.used("tenant:7")).isEqualTo(15);
    }

    @Test
    void aPlainClassIsMadeOnce() {
        shop.buy("book", 2);
        int made = MyLimit.MADE.get();
        shop.buy("book", 2);

        assertThat(MyLimit.MADE.get()).isEqualTo(made);
    }

    @Test
    void anEmptyLimitMeansThatOfTheAnnotation() {
        answers.cost = () -> 11L;

        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, () -> shop.buy("book", 2));

        assertThat(refused.decision().usage().limit()).isEqualTo(10);
        assertThat(refused.decision().neverFits()).isTrue();
    }

    @Test
    void anUnlimitedPlanIsCountedAndNeverRefused() {
        answers.limit = () -> OptionalLong.of(Quota.UNLIMITED);
        answers.cost = () -> Quota.MAX_UNITS;

        shop.buy("book", 2);

        assertThat(database.used("tenant:7")).isEqualTo(Quota.MAX_UNITS);
    }

    @Test
    void aCostOfZeroIsAllowedThoughNothingIsLeftAndCountsNothing() {
        answers.limit = () -> OptionalLong.of(0);
        answers.cost = () -> 0L;

        assertThat(shop.buy("book", 2)).isEqualTo("bought");

        assertThat(database.used()).isZero();
    }

    @Test
    void callablesSeeTheCall() {
        request.by("alice")
                .from("192.0.2.7")
                .to("POST", "/buy")
                .header("X-Team", "blue")
                .parameter("q", "1")
                .pathParameter("org", "7")
                .attribute("plan", 42);

        shop.buy("book", null);

        QuotaCall call = answers.calls.get("key");
        assertThat(call.quota().limit()).isEqualTo(10);
        assertThat(call.method().getName()).isEqualTo("buy");
        assertThat(call.arguments()).containsExactly("book", null).isUnmodifiable();
        assertThat(call.user()).contains("alice");
        assertThat(call.address()).contains("192.0.2.7");
        assertThat(call.httpMethod()).contains("POST");
        assertThat(call.requestPath()).contains("/buy");
        assertThat(call.header("x-team")).contains("blue");
        assertThat(call.parameter("q")).contains("1");
        assertThat(call.pathParameter("org")).contains("7");
        assertThat(call.attribute("plan")).contains(42);
    }

    @Test
    void outsideHttpTheRequestPartsAreEmpty() {
        shop.buy("book", 2);

        QuotaCall call = answers.calls.get("key");
        assertThat(List.of(
                        call.user(),
                        call.address(),
                        call.httpMethod(),
                        call.requestPath(),
                        call.header("X-Team"),
                        call.parameter("q"),
                        call.pathParameter("org"),
                        call.attribute("plan")))
                .containsOnly(Optional.empty());
    }

    /** A plain class. */
    public static class NoTransactionKey implements QuotaKey {

        @Override
        public String keyFor(QuotaCall call) {
            try {
                assertThat(Transactions.manager().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
            } catch (jakarta.transaction.SystemException failed) {
                throw new IllegalStateException(failed);
            }
            return "tenant:8";
        }
    }

    @Test
    void callablesRunBeforeTheMethodsTransaction() {
        shop.transactional();

        assertThat(database.used("tenant:8")).isEqualTo(1);
    }

    // what is wrong with an answer

    @Test
    void aResponseThatACallableThrowsIsTheAnswerAsItStands() {
        WebApplicationException mine = new ForbiddenException("no contract");
        for (Runnable wrong : whereverItIsThrown(() -> {
            throw mine;
        })) {
            wrong.run();

            assertThat(catchThrowableOfType(WebApplicationException.class, () -> shop.buy("book", 2)))
                    .isSameAs(mine);
        }
        assertThat(database.used()).isZero();
    }

    @Test
    void badInputIsTheCallablesOwn400() {
        answers.cost = () -> {
            throw new BadRequestException("no number of bytes");
        };

        assertThat(catchThrowableOfType(WebApplicationException.class, () -> shop.buy("book", 2))
                        .getResponse()
                        .getStatus())
                .isEqualTo(400);
        assertThat(database.used()).isZero();
    }

    @Test
    void anythingElseThrownIs500AndLoggedAndNothingIsCounted() {
        for (Runnable wrong : whereverItIsThrown(() -> {
            throw new IllegalStateException("no plan table");
        })) {
            wrong.run();
            assertIsDefect("no plan table");
        }
        for (Runnable wrong : whereverItIsThrown(() -> {
            throw new AssertionError("an error, too");
        })) {
            wrong.run();
            assertIsDefect("an error, too");
        }
        for (Runnable wrong : whereverItIsThrown(() -> safeRethrow(new IOException("a checked one, too")))) {
            wrong.run();
            assertIsDefect("a checked one, too");
        }
    }

    @Test
    void nullIs500() {
        answers.key = () -> null;
        assertIsDefect(HERE + "MyKey answered null");

        sensibleAnswers();
        answers.limit = () -> null;
        assertIsDefect(HERE + "MyLimit answered null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "tenant:\n", "tenant:\0"})
    void aKeyThatNoCounterCanHaveIs500(String key) {
        answers.key = () -> key;

        assertIsDefect("key ");
    }

    @Test
    void aKeyThatIsTooLongIs500() {
        answers.key = () -> "x".repeat(201);

        assertIsDefect("key has 201 characters");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1_000_000_000_000_000L, Long.MAX_VALUE})
    void aCostOutOfRangeIs500(long cost) {
        answers.cost = () -> cost;

        assertIsDefect("cost is " + cost);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000_000_000_000L, Long.MAX_VALUE - 1})
    void aLimitOutOfRangeIs500(long limit) {
        answers.limit = () -> OptionalLong.of(limit);

        assertIsDefect("limit is " + limit);
    }

    private List<Runnable> whereverItIsThrown(Supplier<RuntimeException> thrown) {
        return List.of(
                () -> answers.key = () -> {
                    throw thrown.get();
                },
                () -> {
                    sensibleAnswers();
                    answers.limit = () -> {
                        throw thrown.get();
                    };
                },
                () -> {
                    sensibleAnswers();
                    answers.cost = () -> {
                        throw thrown.get();
                    };
                });
    }

    private void assertIsDefect(String cause) {
        List<String> logged = Logged.by(() -> {
            InternalServerErrorException defect =
                    catchThrowableOfType(InternalServerErrorException.class, () -> shop.buy("book", 2));
            assertThat(defect.getResponse().getStatus()).isEqualTo(500);
            assertThat(defect.getClass()
                            .getAnnotation(ApplicationException.class)
                            .rollback())
                    .isTrue(); // or an EJB would throw an EJBException
            return null;
        });
        assertThat(logged).singleElement().satisfies(line -> assertThat(line)
                .startsWith("SEVERE could not evaluate the quota declared on " + HERE
                        + "Shop#buy(String, Integer); nothing was counted | ")
                .contains(cause));
        assertThat(database.used()).isZero();
    }

    // answers to a refusal

    @Test
    void theHandlersResponseIsTheAnswerCompletedWithWhatItLacks() {
        Response answer = shop.answered();

        assertThat(answer.getStatus()).isEqualTo(402);
        assertThat(answer.getHeaderString("X-Shop")).isEqualTo("yes");
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void whereTheMethodCannotReturnItTheExceptionCarriesIt() {
        QuotaExceededException refused = catchThrowableOfType(QuotaExceededException.class, () -> shop.cannotAnswer());

        assertThat(refused.getResponse().getStatus()).isEqualTo(402);
        assertThat(refused.getResponse().getHeaderString("X-Shop")).isEqualTo("yes");
        assertThat(refused.decision().usage().key()).isEqualTo("global:answered");
    }

    @Test
    void theAnswerKeepsTheReasonThatTheHandlerGave() {
        answers.response = () -> Response.status(429, "Come Back Tomorrow").build();

        assertThat(shop.answered().getStatusInfo().getReasonPhrase()).isEqualTo("Come Back Tomorrow");
    }

    @Test
    void theAnswerIsStillRationsOwnWhereTheHandlerAnswersSo() {
        QuotaExceededException own =
                new QuotaExceededException(quotas.consume("global:own", QuotaPolicy.of(0, QuotaPeriod.DAY)));
        answers.response = own::getResponse;

        assertThat(shop.answered().getStatusInfo()).isSameAs(own.getResponse().getStatusInfo());
    }

    enum Wrong {
        NULL {
            @Override
            Response answer() {
                return null;
            }
        },
        DEFECT {
            @Override
            Response answer() {
                throw new IllegalStateException("no template");
            }
        };

        abstract Response answer();
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatFailsIs500(Wrong wrong) {
        answers.response = wrong::answer;

        List<String> logged = Logged.by(
                () -> assertThat(catchThrowableOfType(InternalServerErrorException.class, () -> shop.answered()))
                        .isNotNull());

        assertThat(logged)
                .filteredOn(line -> line.startsWith("SEVERE "))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("could not evaluate");
    }
}
