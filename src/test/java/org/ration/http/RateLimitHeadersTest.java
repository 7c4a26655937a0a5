// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ration.http.Decisions.allowed;
import static org.ration.http.Decisions.allowedAt;
import static org.ration.http.Decisions.day;
import static org.ration.http.Decisions.month;
import static org.ration.http.Decisions.once;
import static org.ration.http.Decisions.refused;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ration.Quota;
import org.ration.QuotaDecision;
import org.ration.cdi.Settings.Headers;
import org.ration.testing.StructuredList;
import org.ration.testing.StructuredList.Member;

class RateLimitHeadersTest {

    private final MultivaluedMap<String, Object> response = new MultivaluedHashMap<>();

    @Test
    void tellsLimitWindowRemainingAndReset() {
        write(Headers.DRAFT, allowed(day("tiles", 1, 3)));

        assertThat(header("RateLimit-Policy")).isEqualTo("\"tiles-day\";q=3;w=86400");
        assertThat(header("RateLimit")).isEqualTo("\"tiles-day\";r=2;t=43200");
        assertThat(response).hasSize(2);
    }

    @Test
    void hasOneMemberForEachQuotaInTheirOrder() {
        write(Headers.DRAFT, allowed(month(500, 10_000), day("", 20, 1_000)));

        assertThat(header("RateLimit-Policy")).isEqualTo("\"month\";q=10000;w=2678400, \"day\";q=1000;w=86400");
        assertThat(header("RateLimit")).isEqualTo("\"month\";r=9500;t=2635200, \"day\";r=980;t=43200");
    }

    @Test
    void hasTheMembersOfEveryDecisionOfTheRequest() {
        write(Headers.DRAFT, allowed(day("a", 1, 3)), refused(day("b", 5, 5)));

        assertThat(StructuredList.parse(header("RateLimit")))
                .containsExactly(
                        new Member("a-day", Map.of("r", 2L, "t", 43_200L)),
                        new Member("b-day", Map.of("r", 0L, "t", 43_200L)));
    }

    @Test
    void tellsTheLaterStateOfACounterThatIsChargedTwice() {
        write(Headers.DRAFT, allowed(day("a", 1, 3)), allowed(day("a", 2, 3)));

        assertThat(header("RateLimit")).isEqualTo("\"a-day\";r=1;t=43200");
    }

    @Test
    void hasOneMemberForEachOfTwoCountersWithOnePolicyInOneOrder() {
        write(Headers.DRAFT, allowed(day("user:bob", "a", 2, 3)), allowed(day("user:eve", "a", 0, 9)));

        assertThat(header("RateLimit-Policy")).isEqualTo("\"a-day\";q=3;w=86400, \"a-day\";q=9;w=86400");
        assertThat(header("RateLimit")).isEqualTo("\"a-day\";r=1;t=43200, \"a-day\";r=9;t=43200");
    }

    @Test
    void tellsTheTightestWhereThereAreMoreCountersThanAHeaderHolds() {
        QuotaDecision[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> allowed(day("doc:" + i, "a", i % 500, 1_000)))
                .toArray(QuotaDecision[]::new);

        write(Headers.DRAFT, many);

        assertThat(header("RateLimit").split(", ")).hasSize(16).allMatch(member -> member.matches(".*;r=50[0-8];.*"));
        assertThat(header("RateLimit-Policy").split(", ")).hasSize(16);
    }

    @Test
    void hasNoMemberForAnUnlimitedQuota() {
        write(Headers.DRAFT, allowed(day("free", 7, Quota.UNLIMITED), day("a", 1, 3)));

        assertThat(header("RateLimit-Policy")).isEqualTo("\"a-day\";q=3;w=86400");
        assertThat(header("RateLimit")).isEqualTo("\"a-day\";r=2;t=43200");
    }

    @Test
    void writesNothingWhereEveryQuotaIsUnlimited() {
        write(Headers.BOTH, allowed(day("free", 7, Quota.UNLIMITED)));

        assertThat(response).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T00:00:00Z,           86400",
        "2026-12-01T23:59:58.000000001Z, 2",
        "2026-12-01T23:59:58.999999999Z, 2",
        "2026-12-01T23:59:59Z,           1",
        "2026-12-01T23:59:59.999999999Z, 1",
        "2026-12-02T00:00:00Z,           0",
        "2026-12-02T00:00:05Z,           0",
    })
    void roundsTheTimeToResetUp(Instant now, String seconds) {
        write(Headers.BOTH, allowedAt(now, day("a", 1, 3)));

        assertThat(header("RateLimit")).isEqualTo("\"a-day\";r=2;t=" + seconds);
        assertThat(header("X-RateLimit-Reset")).isEqualTo(seconds);
    }

    @Test
    void tellsNoTimeOfAWindowThatNeverEnds() {
        write(Headers.BOTH, allowed(once(2, 3)));

        assertThat(header("RateLimit-Policy")).isEqualTo("\"trial-once\";q=3");
        assertThat(header("RateLimit")).isEqualTo("\"trial-once\";r=1");
        assertThat(header("X-RateLimit-Limit")).isEqualTo("3");
        assertThat(header("X-RateLimit-Remaining")).isEqualTo("1");
        assertThat(response).doesNotContainKey("X-RateLimit-Reset");
    }

    @Test
    void hasNothingRemainingWhereMoreIsUsedThanTheLimit() {
        write(Headers.DRAFT, allowed(day("soft", 9, 3)));

        assertThat(header("RateLimit")).isEqualTo("\"soft-day\";r=0;t=43200");
    }

    @Test
    void keepsWithinTheIntegersOfStructuredFields() {
        long granted = Quota.MAX_UNITS + 5;

        write(Headers.DRAFT, allowed(day("great", 0, granted)));

        assertThat(header("RateLimit-Policy")).isEqualTo("\"great-day\";q=999999999999999;w=86400");
        assertThat(header("RateLimit")).isEqualTo("\"great-day\";r=999999999999999;t=43200");
    }

    @Test
    void tellsTheQuotaThatMattersMostInTheLegacyHeaders() {
        write(Headers.LEGACY, allowed(month(500, 10_000), day("", 20, 1_000)));

        assertThat(header("X-RateLimit-Limit")).isEqualTo("1000");
        assertThat(header("X-RateLimit-Remaining")).isEqualTo("980");
        assertThat(header("X-RateLimit-Reset")).isEqualTo("43200");
        assertThat(response).hasSize(3);
    }

    @Test
    void writesBothKindsOrNone() {
        write(Headers.NONE, allowed(day("a", 1, 3)));

        assertThat(response).isEmpty();

        write(Headers.BOTH, allowed(day("a", 1, 3)));

        assertThat(response)
                .containsOnlyKeys(
                        "RateLimit-Policy",
                        "RateLimit",
                        "X-RateLimit-Limit",
                        "X-RateLimit-Remaining",
                        "X-RateLimit-Reset");
    }

    @Test
    void leavesTheHeadersOfTheApplicationAsTheyAre() {
        response.putSingle("RateLimit", "\"mine\";r=1;t=1");

        write(Headers.DRAFT, allowed(day("a", 1, 3)));

        assertThat(header("RateLimit")).isEqualTo("\"mine\";r=1;t=1");
    }

    private void write(Headers headers, QuotaDecision... decisions) {
        new RateLimitHeaders(headers).write(List.of(decisions), decisions[decisions.length - 1], response);
    }

    private String header(String name) {
        assertThat(response.get(name)).hasSize(1);
        return response.getFirst(name).toString();
    }
}
