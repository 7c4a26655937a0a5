// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ration.http.Decisions.berlinDay;
import static org.ration.http.Decisions.day;
import static org.ration.http.Decisions.month;
import static org.ration.http.Decisions.neverFitting;
import static org.ration.http.Decisions.refused;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaKeyException;
import org.ration.QuotaStoreException;

class ProblemBodyTest {

    @Test
    void tellsARefusal() {
        assertThat(body(new QuotaExceededException(refused(day("tiles", 3, 3)))))
                .isEqualTo(
                        json(
                                """
                                {
                                  "type": "https://iana.org/assignments/http-problem-types#quota-exceeded",
                                  "title": "Quota exceeded",
                                  "status": 429,
                                  "detail": "The quota is used up until it resets.",
                                  "violated-policies": ["tiles-day"],
                                  "quotas": [{
                                    "policy": "tiles-day",
                                    "limit": 3,
                                    "used": 3,
                                    "reserved": 0,
                                    "remaining": 0,
                                    "resetAt": "2026-12-02T00:00:00Z"
                                  }]
                                }
                                """));
    }

    @Test
    void namesTheQuotasThatRefuseAndNoOthers() {
        QuotaDecision decision = new QuotaDecision(
                Decisions.NOON,
                List.of(month(9, 10), day("a", 3, 3), day("b", 5, 5)),
                List.of(day("a", 3, 3), day("b", 5, 5)),
                false);

        JsonObject body = body(new QuotaExceededException(decision));

        assertThat(body.getJsonArray("violated-policies").toString()).isEqualTo("[\"a-day\",\"b-day\"]");
        assertThat(body.getJsonArray("quotas").getValuesAs(JsonObject.class))
                .extracting(quota -> quota.getString("policy"))
                .containsExactly("a-day", "b-day");
    }

    @Test
    void tellsTheResetWithTheOffsetOfTheQuotasZone() {
        JsonObject body = body(new QuotaExceededException(refused(berlinDay(3, 3))));

        assertThat(body.getJsonArray("quotas").getJsonObject(0).getString("resetAt"))
                .isEqualTo("2026-12-02T00:00:00+01:00");
    }

    @Test
    void tellsNoResetOfAWindowThatNeverEnds() {
        JsonObject body = body(new QuotaExceededException(refused(Decisions.once(3, 3), day("a", 3, 3))));

        assertThat(body.getString("detail")).isEqualTo("The quota is used up and never resets.");
        assertThat(body.getJsonArray("quotas").getJsonObject(0)).doesNotContainKey("resetAt");
        assertThat(body.getJsonArray("quotas").getJsonObject(1)).containsKey("resetAt");
    }

    @Test
    void saysThatWaitingDoesNotHelpWhereTheCostNeverFits() {
        JsonObject body = body(new QuotaExceededException(neverFitting(day("a", 0, 3))));

        assertThat(body.getString("detail")).isEqualTo("The request costs more than the limit of the quota.");
        assertThat(body.getJsonArray("quotas").getJsonObject(0).getInt("remaining"))
                .isEqualTo(3);
    }

    @Test
    void neverShowsTheKey() {
        String body = ProblemBody.of(new QuotaExceededException(refused(day("tiles", 3, 3), month(1, 1))))
                .orElseThrow();

        assertThat(body).doesNotContain("bob");
    }

    @Test
    void tellsWhatIsMissingOfTheKey() {
        JsonObject missing = body(QuotaKeyException.badRequest("the quota counts by header X-Team"));
        JsonObject anonymous = body(QuotaKeyException.anonymous());

        assertThat(missing)
                .isEqualTo(
                        json(
                                """
                                {
                                  "type": "urn:ration:problem:key-missing",
                                  "title": "The quota's key is missing",
                                  "status": 400,
                                  "detail": "the quota counts by header X-Team"
                                }
                                """));
        assertThat(anonymous.getInt("status")).isEqualTo(401);
    }

    @Test
    void tellsStoreTroubleWithoutItsCauses() {
        JsonObject body = body(QuotaStoreException.notCharged("select from secret_table", new RuntimeException("sql")));

        assertThat(body)
                .isEqualTo(
                        json(
                                """
                                {
                                  "type": "urn:ration:problem:store-unavailable",
                                  "title": "Quota store unavailable",
                                  "status": 503,
                                  "detail": "The quota could not be checked; nothing was charged."
                                }
                                """));
    }

    @Test
    void tellsAnUnknownOutcomeByATypeOfItsOwn() {
        JsonObject body = body(QuotaStoreException.unknown("commit to secret_table", null));

        assertThat(body)
                .isEqualTo(
                        json(
                                """
                                {
                                  "type": "urn:ration:problem:outcome-unknown",
                                  "title": "Outcome unknown",
                                  "status": 503,
                                  "detail": "It is not known whether the quota was charged; the request was not \
                                carried out."
                                }
                                """));
    }

    @Test
    void hasNothingToSayAboutTheExceptionsOfOthers() {
        assertThat(ProblemBody.of(new BadRequestException("mine"))).isEmpty();
    }

    private static JsonObject body(WebApplicationException answer) {
        return json(ProblemBody.of(answer).orElseThrow());
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
