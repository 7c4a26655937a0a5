// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ration.http.Decisions.allowed;
import static org.ration.http.Decisions.day;
import static org.ration.http.Decisions.refused;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaStoreException;
import org.ration.cdi.Settings.Headers;
import org.ration.key.ClientAddress;

class ResponseFilterTest {

    private static final URI BASE = URI.create("http://localhost/api/");
    private static final QuotaDecision GRANTED = allowed(day("a", 1, 3));
    private static final QuotaDecision REFUSED = refused(day("b", 5, 5));

    private final ContainerRequest request =
            new ContainerRequest(BASE, BASE.resolve("tiles"), "GET", null, new MapPropertiesDelegate(), null);
    private final JaxRsRequestContext facts =
            new JaxRsRequestContext(request, "127.0.0.1", new ClientAddress(List.of(), "X-Forwarded-For", 64));

    @Test
    void writesHeadersOntoAGrantedResponse() {
        facts.decided(GRANTED);

        ContainerResponse response = filtered(Response.ok("a tile"));

        assertThat(response.getHeaderString("RateLimit")).isEqualTo("\"a-day\";r=2;t=43200");
        assertThat(response.getHeaders()).doesNotContainKeys("Retry-After", "Cache-Control");
        assertThat(response.getEntity()).isEqualTo("a tile");
    }

    @Test
    void leavesAResponseWithoutADecisionAlone() {
        assertThat(filtered(Response.ok("a page")).getHeaders()).isEmpty();
    }

    @Test
    void leavesTheResponsesOfRequestsThatNeverReachedItsFilterAlone() {
        ContainerRequest unseen =
                new ContainerRequest(BASE, BASE.resolve("tiles"), "GET", null, new MapPropertiesDelegate(), null);
        ContainerResponse response =
                new ContainerResponse(unseen, Response.status(403).build());

        filter().filter(unseen, response);

        assertThat(response.getHeaders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 304, 307, 308})
    void writesNoHeadersOntoRedirections(int status) {
        facts.decided(GRANTED);

        assertThat(filtered(Response.status(status)).getHeaders()).isEmpty();
    }

    @Test
    void writesTheBodyOfARefusal() {
        facts.decided(REFUSED);

        ContainerResponse response = filtered(new QuotaExceededException(REFUSED));

        assertThat(response.getHeaderString("Content-Type")).isEqualTo("application/problem+json");
        assertThat((String) response.getEntity()).contains("\"violated-policies\":[\"b-day\"]");
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("43200");
        assertThat(response.getHeaderString("RateLimit")).isEqualTo("\"b-day\";r=0;t=43200");
    }

    /** As RESTEasy does, which makes another status of the code and the phrase. */
    @Test
    void writesTheBodyOfARefusalWhoseStatusIsAnotherObject() {
        Response refusal = new QuotaExceededException(REFUSED).getResponse();

        ContainerResponse response = filtered(Response.fromResponse(refusal).status(429, "Too Many Requests"));

        assertThat((String) response.getEntity()).contains("\"violated-policies\":[\"b-day\"]");
    }

    @Test
    void leavesAnAnswerThatTheApplicationMadeOfARefusalAlone() {
        Response refusal = new QuotaExceededException(REFUSED).getResponse();

        assertThat(filtered(Response.fromResponse(refusal).status(402)).hasEntity())
                .isFalse();
    }

    @Test
    void writesTheBodyAndTheHeadersOfARefusalThatWasDecidedInCode() {
        ContainerResponse response = filtered(new QuotaExceededException(REFUSED));

        assertThat((String) response.getEntity()).contains("quota-exceeded");
        assertThat(response.getHeaderString("RateLimit")).isEqualTo("\"b-day\";r=0;t=43200");
        assertThat(request.getProperty("org.ration.QuotaDecision")).isEqualTo(REFUSED);
    }

    @Test
    void leavesTheEntityOfTheApplicationAlone() {
        facts.decided(REFUSED);

        ContainerResponse response = filtered(Response.status(429).entity("come back later"));

        assertThat(response.getEntity()).isEqualTo("come back later");
    }

    @Test
    void completesTheApplicationsOwnAnswerToARefusal() {
        facts.decided(REFUSED);

        ContainerResponse response = filtered(Response.status(429).header("Cache-Control", "private"));

        assertThat(response.getHeaderString("Retry-After")).isEqualTo("43200");
        assertThat(response.getHeaderString("Cache-Control")).isEqualTo("private");
        assertThat(response.hasEntity()).isFalse();
    }

    @Test
    void doesNotTellAClientThatWasServedToComeBackLater() {
        facts.decided(REFUSED);

        assertThat(filtered(Response.ok("from the cache")).getHeaders()).doesNotContainKeys("Retry-After");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 412, 500, 502, 503})
    void leavesAnAnswerForAnotherReasonAlone(int status) {
        facts.decided(REFUSED);

        ContainerResponse response = filtered(Response.status(status));

        assertThat(response.getHeaders()).doesNotContainKeys("Retry-After", "Cache-Control");
        assertThat(response.getHeaderString("RateLimit")).isEqualTo("\"b-day\";r=0;t=43200");
    }

    @Test
    void leavesAFaultAfterARefusalThatTheApplicationCaughtAlone() {
        facts.decided(REFUSED);

        ContainerResponse unknown = filtered(QuotaStoreException.unknown("no answer", null));
        ContainerResponse trouble = filtered(QuotaStoreException.notCharged("no connection", null));

        assertThat(unknown.getHeaders()).doesNotContainKey("Retry-After");
        assertThat(trouble.getHeaderString("Retry-After")).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource({"PT12H, 43200", "PT11H59M59S, ", "PT0S, ", "P400D, 43200"})
    void tellsNobodyToWaitLongerThanTheSettingSays(Duration max, String retryAfter) {
        facts.decided(REFUSED);

        assertThat(filtered(max, new QuotaExceededException(REFUSED).getResponse())
                        .getHeaderString("Retry-After"))
                .isEqualTo(retryAfter);
        assertThat(filtered(max, Response.status(429).build()).getHeaderString("Retry-After"))
                .isEqualTo(retryAfter);
        assertThat(filtered(
                                max,
                                Response.status(402)
                                        .header("Retry-After", 43_200)
                                        .build())
                        .getHeaderString("Retry-After"))
                .isEqualTo(retryAfter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Wed, 21 Oct 2099 07:28:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "soon", "-1", "1e9"})
    void leavesOutADateBeyondTheSettingAndWhatNobodyCanRead(String retryAfter) {
        facts.decided(REFUSED);

        assertThat(filtered(Duration.ofDays(1), waiting(retryAfter)).getHeaders())
                .doesNotContainKey("Retry-After");
        assertThat(filtered(waiting(retryAfter)).getHeaderString("Retry-After")).isEqualTo(retryAfter);
    }

    @Test
    void leavesADateWithinTheSetting() {
        facts.decided(REFUSED);
        Instant soon = Instant.now().plusSeconds(30);
        String text = RFC_1123_DATE_TIME.format(soon.atOffset(ZoneOffset.UTC));

        for (Object value : List.of(text, Date.from(soon))) {
            assertThat(filtered(Duration.ofMinutes(1), waiting(value)).getHeaderString("Retry-After"))
                    .isEqualTo(text);
            assertThat(filtered(Duration.ofSeconds(10), waiting(value)).getHeaders())
                    .doesNotContainKey("Retry-After");
        }
    }

    private static Response waiting(Object retryAfter) {
        return Response.status(429).header("Retry-After", retryAfter).build();
    }

    /** Of a refusal that the request knows nothing of, as code asked for it. */
    @Test
    void boundsTheWaitThatAMapperTakesOverFromARefusal() {
        assertThat(filtered(Duration.ofHours(1), mapped()).getHeaders()).doesNotContainKey("Retry-After");
        assertThat(filtered(Duration.ofDays(1), mapped()).getHeaderString("Retry-After"))
                .isEqualTo("43200");
    }

    private static Response mapped() {
        return Response.fromResponse(new QuotaExceededException(REFUSED).getResponse())
                .status(402)
                .build();
    }

    @Test
    void boundsTheWaitOfAFault() {
        assertThat(filtered(Duration.ofSeconds(4), fault()).getHeaders()).doesNotContainKey("Retry-After");
        assertThat(filtered(Duration.ofSeconds(5), fault()).getHeaderString("Retry-After"))
                .isEqualTo("5");
    }

    @Test
    void leavesTheWaitOutWhereTheApplicationsHeaderHasNoValue() {
        facts.decided(REFUSED);

        ContainerResponse response = filtered(Response.status(429).header("Retry-After", ""));

        assertThat(response.getHeaders()).doesNotContainKey("Retry-After");
        assertThat(response.getHeaderString("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void writesTheBodyOfAFault() {
        ContainerResponse response = filtered(QuotaStoreException.notCharged("no connection", null));

        assertThat((String) response.getEntity()).contains("urn:ration:problem:store-unavailable");
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("5");
        assertThat(response.getHeaderString("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void keepsTheLastRefusalElseTheLastDecisionAsTheRequestsAttribute() {
        facts.decided(GRANTED);
        assertThat(request.getProperty("org.ration.QuotaDecision")).isEqualTo(GRANTED);

        facts.decided(REFUSED);
        facts.decided(GRANTED);
        assertThat(request.getProperty("org.ration.QuotaDecision")).isEqualTo(REFUSED);

        QuotaDecision last = refused(day("c", 1, 1));
        facts.decided(last);
        assertThat(request.getProperty("org.ration.QuotaDecision")).isEqualTo(last);
    }

    /** No policy name is like this, so that it stands for any defect of the writer. */
    @Test
    void neverTurnsAGrantedCallIntoAnError() {
        facts.decided(allowed(day("übel", 1, 3)));

        ContainerResponse response = filtered(Response.ok("a tile"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getEntity()).isEqualTo("a tile");
        assertThat(response.getHeaders()).isEmpty();
    }

    private static Response fault() {
        return QuotaStoreException.notCharged("no connection", null).getResponse();
    }

    private ContainerResponse filtered(WebApplicationException answer) {
        return filtered(answer.getResponse());
    }

    private ContainerResponse filtered(Response.ResponseBuilder built) {
        return filtered(built.build());
    }

    private ContainerResponse filtered(Response answer) {
        ContainerResponse response = new ContainerResponse(request, answer);
        filter().filter(request, response);
        return response;
    }

    private ContainerResponse filtered(Duration max, Response answer) {
        ContainerResponse response = new ContainerResponse(request, answer);
        filter(Optional.of(max)).filter(request, response);
        return response;
    }

    private static ResponseFilter filter() {
        return filter(Optional.empty());
    }

    private static ResponseFilter filter(Optional<Duration> max) {
        return new ResponseFilter(new RateLimitHeaders(Headers.DRAFT), new RetryAfter(max));
    }
}
