// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.it.shop.Store;
import org.ration.it.testing.CountersResource;
import org.ration.it.testing.TestDataSource;
import org.ration.it.wire.WireApplication;
import org.ration.testing.Database;
import org.ration.testing.StructuredList;
import org.ration.testing.StructuredList.Member;

/**
 * What a client sees of quotas; the application lists its classes, and has Ration's settings as they are by default,
 * but for the number of open holds.
 */
abstract class WireContract extends OnServer {

    /** From the application's clock, half a second before noon, to the next day; rounded up. */
    private static final long TO_MIDNIGHT = 43_201;

    private static final long TO_DECEMBER = 6 * 86_400 + TO_MIDNIGHT;

    private Client client;

    static List<WebArchive> applications(ServerTests tests) {
        return List.of(Wars.war(
                        "wire.war", tests.dataSource(Database.H2, "wire"), "ration.schema=create", "ration.max-holds=2")
                .addPackage(WireApplication.class.getPackage())
                .addClasses(Store.class, CountersResource.class, TestDataSource.class));
    }

    @BeforeEach
    void client() {
        client = client("wire");
    }

    @Test
    void tellsWhatIsLeftAndRefusesWith429AndAProblemBody() {
        Answer first = client.get("api/wire/plain");
        client.get("api/wire/plain");

        Answer refused = client.get("api/wire/plain");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"plain-day\";q=2;w=86400");
        assertThat(first.header("RateLimit")).isEqualTo("\"plain-day\";r=1;t=" + TO_MIDNIGHT);
        assertThat(first.has("Retry-After")).isFalse();
        assertThat(first.has("X-RateLimit-Limit")).isFalse();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(TO_MIDNIGHT));
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.header("RateLimit")).isEqualTo("\"plain-day\";r=0;t=" + TO_MIDNIGHT);
        assertThat(refused.body())
                .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                        + "\"title\":\"Quota exceeded\",\"status\":429,"
                        + "\"detail\":\"The quota is used up until it resets.\","
                        + "\"violated-policies\":[\"plain-day\"],"
                        + "\"quotas\":[{\"policy\":\"plain-day\",\"limit\":2,\"used\":2,\"reserved\":0,\"remaining\":0,"
                        + "\"resetAt\":\"2026-11-25T00:00:00Z\"}]}");
        assertThat(refused.header("X-Decision")).isEqualTo("refused plain-day");
        assertThat(client.used("global:plain")).isEqualTo(2);
    }

    @Test
    void writesOneMemberForEachQuotaButNoneForTheUnlimited() {
        Answer granted = client.get("api/wire/several");

        assertThat(StructuredList.parse(granted.header("RateLimit-Policy")))
                .containsExactly(
                        new Member("several-month", Map.of("q", 1L, "w", 2_592_000L)),
                        new Member("several-day", Map.of("q", 5L, "w", 86_400L)),
                        new Member("several-week", Map.of("q", 1L, "w", 604_800L)));
        assertThat(StructuredList.parse(granted.header("RateLimit")))
                .extracting(Member::name)
                .containsExactly("several-month", "several-day", "several-week");

        Answer refused = client.get("api/wire/several");

        JsonObject problem = refused.json();
        assertThat(problem.getJsonArray("violated-policies").toString())
                .isEqualTo("[\"several-month\",\"several-week\"]");
        assertThat(problem.getJsonArray("quotas")).hasSize(2);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(TO_DECEMBER));
        assertThat(client.used("global:several")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"shift, 5h, 18000, 2026-11-24T16:59:59.5Z", "break, 90min, 5400, 2026-11-24T13:29:59.5Z"})
    void countsHoursAndMinutesFromTheInstantOfTheFirstCall(String scope, String unit, long seconds, String resetAt) {
        Answer first = client.get("api/windows/" + scope);
        Answer refused = client.get("api/windows/" + scope);

        String policy = '"' + scope + '-' + unit + '"';
        assertThat(first.header("RateLimit-Policy")).isEqualTo(policy + ";q=1;w=" + seconds);
        assertThat(first.header("RateLimit")).isEqualTo(policy + ";r=0;t=" + seconds);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(seconds));
        assertThat(quota(refused).getString("resetAt")).isEqualTo(resetAt);
    }

    @Test
    void namesNoResetOfAWindowThatNeverEnds() {
        Answer first = client.get("api/windows/trial");
        Answer refused = client.get("api/windows/trial");

        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"trial-once\";q=1");
        assertThat(first.header("RateLimit")).isEqualTo("\"trial-once\";r=0");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.has("Retry-After")).isFalse();
        assertThat(refused.body())
                .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                        + "\"title\":\"Quota exceeded\",\"status\":429,"
                        + "\"detail\":\"The quota is used up and never resets.\","
                        + "\"violated-policies\":[\"trial-once\"],"
                        + "\"quotas\":[{\"policy\":\"trial-once\",\"limit\":1,\"used\":1,\"reserved\":0,"
                        + "\"remaining\":0}]}");
    }

    @Test
    void answersARepeatedIdAndRefusesItWithAnotherRequestBy409() {
        assertThat(client.get("api/ids/consume?who=repeated&id=order-17&units=2")
                        .body())
                .isEqualTo("false");
        assertThat(client.get("api/ids/consume?who=repeated&id=order-17&units=2")
                        .body())
                .isEqualTo("true");

        Answer conflict = client.get("api/ids/consume?who=repeated&id=order-17&units=3");

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.header("Content-Type")).startsWith("application/problem+json");
        assertThat(conflict.header("Cache-Control")).isEqualTo("no-store");
        assertThat(conflict.has("Retry-After")).isFalse();
        assertThat(conflict.body())
                .isEqualTo("{\"type\":\"urn:ration:problem:id-reused\",\"title\":\"The id is in use\",\"status\":409,"
                        + "\"detail\":\"The id was used for another request.\"}");
        assertThat(client.used("param:who:repeated")).isEqualTo(2);
    }

    @Test
    void showsWhatIsHeldBesideWhatIsUsed() {
        client.get("api/ids/reserve?who=held&units=10");

        Answer refused = client.get("api/ids/consume?who=held&id=held-1&units=1");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("detail"))
                .isEqualTo("What is left of the quota is held by other requests.");
        assertThat(refused.header("Retry-After")).isEqualTo("3600");
        assertThat(quota(refused).getInt("used")).isZero();
        assertThat(quota(refused).getInt("reserved")).isEqualTo(10);
        assertThat(quota(refused).getInt("remaining")).isZero();
    }

    @Test
    void refusesOneHoldTooManyByATypeOfItsOwn() {
        client.get("api/ids/reserve?who=holder&units=1");
        client.get("api/ids/reserve?who=holder&units=1");

        Answer refused = client.get("api/ids/reserve?who=holder&units=1");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.has("Retry-After")).isFalse();
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.body())
                .isEqualTo("{\"type\":\"urn:ration:problem:too-many-holds\",\"title\":\"Too many open holds\","
                        + "\"status\":429,"
                        + "\"detail\":\"Too many requests of this quota have not been settled yet.\","
                        + "\"violated-policies\":[\"ids-day\"],"
                        + "\"quotas\":[{\"policy\":\"ids-day\",\"limit\":10,\"used\":0,\"reserved\":2,\"remaining\":8,"
                        + "\"resetAt\":\"2026-11-25T00:00:00Z\"}]}");
        assertThat(client.get("api/ids/consume?who=holder&id=holder-1&units=8").status())
                .isEqualTo(200);
    }

    private static JsonObject quota(Answer refused) {
        return refused.json().getJsonArray("quotas").getJsonObject(0);
    }

    @Test
    void hasNoRetryAfterWhereTheCostIsAboveTheLimit() {
        Answer refused = client.get("api/wire/expensive");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.has("Retry-After")).isFalse();
        assertThat(refused.json().getString("detail")).contains("costs more than the limit");
        assertThat(client.used("global:expensive")).isZero();
    }

    @Test
    void alwaysAllowsACostOfNothing() {
        assertThat(client.get("api/wire/free").status()).isEqualTo(200);
        assertThat(client.used("global:free")).isZero();
    }

    @Test
    void letsCallsBeyondALimitThatDoesNotBlockPassAndCountsThem() {
        client.get("api/wire/soft");

        Answer beyond = client.get("api/wire/soft");

        assertThat(beyond.status()).isEqualTo(200);
        assertThat(beyond.header("RateLimit")).isEqualTo("\"soft-day\";r=0;t=" + TO_MIDNIGHT);
        assertThat(beyond.has("Retry-After")).isFalse();
        assertThat(client.used("global:soft")).isEqualTo(2);
    }

    @Test
    void writesNoHeadersOntoRedirections() {
        long before = client.used("global:redirect");

        Answer elsewhere = client.get("api/wire/elsewhere");
        Answer unchanged = client.get("api/wire/unchanged");

        assertThat(elsewhere.status()).isEqualTo(303);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(List.of(elsewhere, unchanged)).noneMatch(answer -> answer.has("RateLimit"));
        assertThat(List.of(elsewhere, unchanged)).noneMatch(answer -> answer.has("RateLimit-Policy"));
        assertThat(client.used("global:redirect")).isEqualTo(before + 2);
    }

    @Test
    void chargesHeadLikeGetAndAnswersItsRefusalWithoutABody() {
        Answer head = client.send("HEAD", "api/wire/methods");
        client.get("api/wire/methods");

        Answer refused = client.send("HEAD", "api/wire/methods");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("RateLimit")).isEqualTo("\"methods-day\";r=1;t=" + TO_MIDNIGHT);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(TO_MIDNIGHT));
        assertThat(refused.body()).isEmpty();
        assertThat(client.used("global:methods")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/wire/address", "api/subs/injected", "api/subs/locator", "api/ejb"})
    void neverChargesAutomaticOptionsNorPreflight(String path) {
        long before = usedBySubResourcesAndAddress();

        Answer automatic = client.send("OPTIONS", path);
        Answer preflight =
                client.send("OPTIONS", path, "Origin", "https://shop.example", "Access-Control-Request-Method", "GET");

        assertThat(automatic.status()).isEqualTo(200);
        assertThat(automatic.header("Allow")).contains("GET");
        assertThat(List.of(automatic, preflight)).noneMatch(answer -> answer.has("RateLimit"));
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(usedBySubResourcesAndAddress()).isEqualTo(before);
    }

    private long usedBySubResourcesAndAddress() {
        return client.used("ip:127.0.0.1")
                + client.used("global:counted")
                + client.used("global:locator")
                + client.used("global:ejb");
    }

    @Test
    void chargesAnOptionsMethodOfTheApplicationButNotItsPreflight() {
        Answer preflight = client.send(
                "OPTIONS",
                "api/wire/options",
                "Origin",
                "https://shop.example",
                "Access-Control-Request-Method",
                "GET");
        assertThat(preflight.body()).isEqualTo("options of my own");
        assertThat(client.used("global:options")).isZero();

        client.send("OPTIONS", "api/wire/options");

        assertThat(client.used("global:options")).isEqualTo(1);
    }

    @Test
    void answersARefusalInCodeLikeOneOfADeclaration() {
        assertThat(client.get("api/wire/code").status()).isEqualTo(200);

        Answer refused = client.get("api/wire/code");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(TO_MIDNIGHT));
        assertThat(refused.json().getJsonArray("violated-policies").getString(0))
                .isEqualTo("code-day");
        assertThat(refused.header("RateLimit")).isEqualTo("\"code-day\";r=0;t=" + TO_MIDNIGHT);
    }

    @Test
    void answersStoreTroubleWith503() {
        Answer trouble = client.get("api/wire/trouble");
        Answer unknown = client.get("api/wire/unknown");

        assertThat(trouble.status()).isEqualTo(503);
        assertThat(trouble.header("Retry-After")).isEqualTo("5");
        assertThat(trouble.header("Cache-Control")).isEqualTo("no-store");
        assertThat(trouble.json().getString("type")).isEqualTo("urn:ration:problem:store-unavailable");
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.has("Retry-After")).isFalse();
        assertThat(unknown.json().getString("type")).isEqualTo("urn:ration:problem:outcome-unknown");
        assertThat(trouble.body() + unknown.body()).doesNotContain("secret_table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "text", "stage", "suspended"})
    void completesTheHeadersOfTheApplicationsOwnAnswer(String method) {
        Answer refused = client.get("api/handled/" + method);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).startsWith("text/plain");
        assertThat(refused.body()).isEqualTo("handled-day of " + method + " is used up");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.has("Retry-After")).isFalse(); // a limit of 0 never fits
        assertThat(refused.header("RateLimit")).isEqualTo("\"handled-day\";r=0;t=" + TO_MIDNIGHT);
    }

    @Test
    void leavesTheHeadersThatTheApplicationsOwnAnswerHas() {
        Answer refused = client.get("api/handled/headers");

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.body()).isEqualTo("pay");
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(refused.header("Cache-Control")).isEqualTo("private");
        assertThat(refused.header("RateLimit")).isEqualTo("\"mine\";r=0;t=7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "suspended"})
    void chargesWhatIsAnsweredOnAThreadWithoutARequestScope(String method) {
        Answer granted = client.get("api/async/" + method);
        Answer refused = client.get("api/async/" + method);

        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.body()).isEqualTo("without a request scope");
        assertThat(granted.header("RateLimit")).isEqualTo("\"" + method + "-day\";r=0;t=" + TO_MIDNIGHT);
        assertThat(granted.header("X-Decision")).isEqualTo("allowed " + method + "-day");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(TO_MIDNIGHT));
        assertThat(refused.json().getJsonArray("violated-policies").getString(0))
                .isEqualTo(method + "-day");
        assertThat(client.used("global:" + method)).isEqualTo(1);
    }

    @Test
    void chargesAStreamOfEventsBeforeItBegins() {
        Answer granted = client.get("api/events", "Accept", "text/event-stream");
        Answer refused = client.get("api/events", "Accept", "text/event-stream");

        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.header("Content-Type")).startsWith("text/event-stream");
        assertThat(granted.body()).contains("data: an event");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(TO_MIDNIGHT));
        assertThat(refused.json().getJsonArray("violated-policies").getString(0))
                .isEqualTo("events-day");
        assertThat(client.used("global:events")).isEqualTo(1);
    }

    @Test
    void keepsTheLastRefusalElseTheLastDecisionAsTheRequestsAttribute() {
        assertThat(client.get("api/several/granted").body()).isEqualTo("counted-day");
        assertThat(client.get("api/several/refused-first").body()).isEqualTo("closed-day");
        assertThat(client.get("api/several/refused-twice").body()).isEqualTo("shut-day");
    }

    @Test
    void writesTheMembersOfEveryMethodOfTheRequest() {
        Answer answer = client.get("api/several/refused-first");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("Retry-After")).isFalse();
        assertThat(StructuredList.parse(answer.header("RateLimit")))
                .extracting(Member::name)
                .containsExactly("closed-day", "counted-day");
    }

    @Test
    void chargesASubResourceThatIsInjected() {
        long before = client.used("global:counted");

        Answer granted = client.get("api/subs/injected");

        assertThat(granted.body()).isEqualTo("counted");
        assertThat(granted.has("RateLimit")).isTrue();
        assertThat(client.used("global:counted")).isEqualTo(before + 1);
    }

    @Test
    void refusesASubResourceWhoseQuotaIsNotInForce() {
        assertRefusedAsNotInForce("made");
    }

    @Test
    void refusesASubResourceOfAClassThatJaxRsMakesWithoutCdi() {
        lacks(Ability.CDI_MAKES_SUB_RESOURCES);

        assertRefusedAsNotInForce("class");
    }

    @Test
    void chargesASubResourceOfAClassThatJaxRsHasCdiMake() {
        needs(Ability.CDI_MAKES_SUB_RESOURCES);
        long before = client.used("global:counted");

        assertThat(client.get("api/subs/class").body()).isEqualTo("counted");
        assertThat(client.used("global:counted")).isEqualTo(before + 1);
    }

    private void assertRefusedAsNotInForce(String way) {
        long before = client.used("global:counted");

        Answer refused = client.get("api/subs/" + way);

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).doesNotContain("counted");
        assertThat(client.used("global:counted")).isEqualTo(before);
    }

    @Test
    void chargesASubResourceLocator() {
        assertThat(client.get("api/subs/locator").body()).isEqualTo("leaf");
        assertThat(client.get("api/subs/locator").status()).isEqualTo(200);

        Answer refused = client.get("api/subs/locator");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("title")).isEqualTo("Quota exceeded");
        assertThat(client.used("global:locator")).isEqualTo(2);
    }

    @Test
    void chargesAnEjbThatIsAResource() {
        assertThat(client.get("api/ejb").body()).isEqualTo("ejb");

        Answer refused = client.get("api/ejb");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().getString("title")).isEqualTo("Quota exceeded");
        assertThat(client.used("global:ejb")).isEqualTo(1);
    }

    @Test
    void refusesAnEjbBehindItsInterfaceWhereJaxRsDoesNotFindIt() {
        lacks(Ability.RESOURCES_BEHIND_INTERFACES);

        assertThat(client.get("api/local").status()).isEqualTo(500);
        assertThat(client.used("global:local")).isZero();
    }

    @Test
    void chargesAnEjbThatIsAResourceBehindItsInterface() {
        needs(Ability.RESOURCES_BEHIND_INTERFACES);

        assertThat(client.get("api/local").body()).isEqualTo("priced");

        Answer refused = client.get("api/local");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(client.used("global:local")).isEqualTo(1);
    }

    @Test
    void aQuotaThatCannotBeToldLeavesAnEjbAsTheAnswerThatItIs() {
        assertThat(client.get("api/untold").body()).isEqualTo("answered with 500");
        assertThat(client.used("global:untold")).isZero();
    }

    @Test
    void believesNoForwardingHeaderByDefault() {
        long before = client.used("ip:127.0.0.1");

        client.get("api/wire/address", "X-Forwarded-For", "192.0.2.1");
        client.get("api/wire/address", "Forwarded", "for=192.0.2.1");
        client.get("api/wire/address", "X-Forwarded-For", "no address");

        assertThat(client.used("ip:127.0.0.1")).isEqualTo(before + 3);
        assertThat(client.used("ip:192.0.2.1")).isZero();
    }

    @Test
    void hasNoAdministrationUnlessItIsEnabled() {
        for (String path : new String[] {"ration", "ration/", "ration/api/accounts", "ration/index.html"}) {
            assertThat(client.get(path).status()).as(path).isEqualTo(404);
        }
    }
}
