// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaExceededExceptionTest {

    private static final Instant RESET = Instant.parse("2026-11-19T00:00:00Z");

    private static final QuotaUsage USED_UP = QuotaUsage.builder("user:secret-name", QuotaPeriod.DAY, ZoneOffset.UTC)
            .scope("exports")
            .used(10)
            .limit(10)
            .window(Instant.parse("2026-11-18T00:00:00Z"), RESET)
            .build();

    @Test
    void answersTooManyRequestsThatNobodyMayStore() {
        Response response = new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z")).getResponse();

        assertThat(response.getStatus()).isEqualTo(429);
        assertThat(response.getStatusInfo().getReasonPhrase()).isEqualTo("Too Many Requests");
        assertThat(response.getHeaderString("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void hasNoStackTrace() {
        assertThat(new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z")).getStackTrace())
                .isEmpty();
    }

    @Test
    void leavesTheEntityToTheMappers() {
        assertThat(new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z"))
                        .getResponse()
                        .hasEntity())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-18T23:00:00Z,           3600",
        "2026-11-18T23:59:58.999999999Z, 2",
        "2026-11-18T23:59:59Z,           1",
        "2026-11-18T23:59:59.999999999Z, 1",
        "2026-11-19T00:00:00Z,           1",
        "2026-11-19T00:00:05Z,           1",
    })
    void roundsRetryAfterUpAndNeverToNothing(String now, String seconds) {
        assertThat(new QuotaExceededException(refusedAt(now)).getResponse().getHeaderString("Retry-After"))
                .isEqualTo(seconds);
    }

    @Test
    void hasNoRetryAfterForWhatNeverFits() {
        QuotaDecision decision =
                new QuotaDecision(Instant.parse("2026-11-18T23:00:00Z"), List.of(USED_UP), List.of(USED_UP), true);

        Response response = new QuotaExceededException(decision).getResponse();

        assertThat(response.getHeaders()).doesNotContainKey("Retry-After");
    }

    @Test
    void tellsTheRefusalWithoutTheKey() {
        QuotaDecision decision = refusedAt("2026-11-18T23:00:00Z");

        QuotaExceededException exception = new QuotaExceededException(decision);

        assertThat(exception.decision()).isSameAs(decision);
        assertThat(exception)
                .hasMessage("quota exports-day has no room: 10 of 10 units used, resets at 2026-11-19T00:00:00Z");
    }

    @Test
    void tellsThatTheCostIsAboveTheLimit() {
        QuotaUsage unused = QuotaUsage.builder("user:secret-name", QuotaPeriod.DAY, ZoneOffset.UTC)
                .scope("exports")
                .limit(10)
                .window(Instant.parse("2026-11-18T00:00:00Z"), RESET)
                .build();
        QuotaDecision decision =
                new QuotaDecision(Instant.parse("2026-11-18T23:00:00Z"), List.of(unused), List.of(unused), true);

        assertThat(new QuotaExceededException(decision))
                .hasMessage("the cost is above a limit; quota exports-day has no room: 0 of 10 units used,"
                        + " resets at 2026-11-19T00:00:00Z");
    }

    @Test
    void isReachedFromItsResponseSoThatABodyCanBeWritten() {
        QuotaExceededException exception = new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z"));

        assertThat(exception.getResponse().getHeaders().getFirst("Cache-Control"))
                .isInstanceOfSatisfying(
                        Supplier.class, link -> assertThat(link.get()).isSameAs(exception));
    }

    @Test
    void carriesAResponseOfTheApplicationsOwn() {
        Response page = Response.status(402).entity("buy more").build();

        QuotaExceededException exception = new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z"), page);

        assertThat(exception.getResponse()).isSameAs(page);
    }

    @Test
    void refusesADecisionThatAllowsTheCharge() {
        QuotaDecision allowed =
                new QuotaDecision(Instant.parse("2026-11-18T23:00:00Z"), List.of(USED_UP), List.of(), false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuotaExceededException(allowed))
                .withMessage("the decision allows the charge; there is nothing to refuse");
    }

    @Test
    void reachesEjbCallersAsItselfAndRollsTheirTransactionBack() {
        assertThat(QuotaExceededException.class.getAnnotation(ApplicationException.class))
                .isNotNull()
                .satisfies(application -> assertThat(application.rollback()).isTrue());
    }

    @Test
    void isWholeInAnotherProcess() throws Exception {
        QuotaExceededException exception = new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z"));

        QuotaExceededException copy = Serialized.copy(QuotaExceededException.class, exception);

        assertThat(copy).hasMessage(exception.getMessage());
        assertThat(copy.decision()).isEqualTo(exception.decision());
        assertThat(copy.getResponse().getStatus()).isEqualTo(429);
        assertThat(copy.getResponse().getHeaderString("Retry-After")).isEqualTo("3600");
        assertThat(copy.getResponse().getHeaderString("Cache-Control")).isEqualTo("no-store");
        assertThat(copy.getResponse().hasEntity()).isFalse();
        assertThat(copy.getResponse().getHeaders().getFirst("Cache-Control"))
                .isInstanceOfSatisfying(
                        Supplier.class, status -> assertThat(status.get()).isSameAs(copy));
    }

    @Test
    void carriesAResponseOfTheApplicationsOwnToAnotherProcess() throws Exception {
        Response page = Response.status(402, "Buy More")
                .header("X-Shop", 7)
                .entity("buy more")
                .build();

        Response copy = Serialized.copy(
                        QuotaExceededException.class,
                        new QuotaExceededException(refusedAt("2026-11-18T23:00:00Z"), page))
                .getResponse();

        assertThat(copy.getStatus()).isEqualTo(402);
        assertThat(copy.getStatusInfo().getReasonPhrase()).isEqualTo("Buy More");
        assertThat(copy.getHeaderString("X-Shop")).isEqualTo("7");
        assertThat(copy.getEntity()).isEqualTo("buy more");
    }

    private static QuotaDecision refusedAt(String now) {
        return new QuotaDecision(Instant.parse(now), List.of(USED_UP), List.of(USED_UP), false);
    }
}
