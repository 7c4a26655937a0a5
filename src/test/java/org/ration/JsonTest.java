// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON-B writes for the values that applications return as they are. */
class JsonTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");

    private static final QuotaUsage USAGE = QuotaUsage.builder(
                    "user:42", QuotaPeriod.monthFrom(15), ZoneId.of("Europe/Berlin"))
            .scope("exports")
            .used(7)
            .reserved(1)
            .limit(10)
            .window(START, RESET)
            .build();

    /** A result of the application's own that holds Ration's. */
    public record Page(String title, QuotaUsage usage, List<QuotaDecision> decisions, QuotaPeriod period) {}

    private final Jsonb jsonb = JsonbBuilder.create();

    @AfterEach
    void close() throws Exception {
        jsonb.close();
    }

    @Test
    void writesAUsageWithItsPeriodAsTextAndWhatRemains() {
        JsonObject json = json(USAGE);

        assertThat(json)
                .isEqualTo(object("{\"key\":\"user:42\",\"scope\":\"exports\",\"period\":\"month@15\","
                        + "\"zone\":\"Europe/Berlin\",\"used\":7,\"reserved\":1,\"limit\":10,"
                        + "\"periodStart\":\"2026-11-01T00:00:00Z\",\"resetAt\":\"2026-12-01T00:00:00Z\","
                        + "\"policyName\":\"exports-month\",\"remaining\":2,\"unlimited\":false}"));
    }

    @Test
    void writesADecisionWithItsAnswerAndItsWait() {
        JsonObject json = json(new QuotaDecision(NOON, List.of(USAGE), List.of(USAGE), false));

        assertThat(json.getBoolean("allowed")).isFalse();
        assertThat(json.getBoolean("neverFits")).isFalse();
        assertThat(json.getString("decidedAt")).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(json.getString("retryAfter")).isEqualTo("PT12H");
        assertThat(json.getJsonObject("usage")).isEqualTo(json(USAGE));
        assertThat(json.getJsonArray("usages")).containsExactly(json(USAGE));
        assertThat(json.getJsonArray("violated")).containsExactly(json(USAGE));
    }

    @Test
    void writesNoEndOfAWindowThatNeverEnds() {
        QuotaUsage trial = QuotaUsage.builder("user:42", QuotaPeriod.ONCE, ZoneId.of("UTC"))
                .used(1)
                .limit(1)
                .window(START, QuotaPeriod.NEVER)
                .build();

        assertThat(json(trial)).doesNotContainKey("resetAt").containsKey("periodStart");
        assertThat(json(new QuotaDecision(NOON, List.of(trial), List.of(trial), false)))
                .doesNotContainKey("retryAfter");
        assertThat(json(new QuotaCharged("a1", "once", 1, 2, 3, QuotaPeriod.NEVER, NOON)))
                .doesNotContainKey("resetAt");
        assertThat(json(new QuotaRefused("a1", "once", 1, 2, 3, QuotaPeriod.NEVER, NOON)))
                .doesNotContainKey("resetAt");
        assertThat(json(new QuotaThresholdCrossed("a1", "once", 80, 2, 3, START, QuotaPeriod.NEVER, NOON)))
                .doesNotContainKey("resetAt");
    }

    @Test
    void writesNoWaitForADecisionThatAllows() {
        JsonObject json = json(new QuotaDecision(NOON, List.of(USAGE), List.of(), false));

        assertThat(json.getBoolean("allowed")).isTrue();
        assertThat(json).doesNotContainKey("retryAfter");
    }

    @Test
    void writesEventsAndDeclarationsInFull() {
        assertThat(json(new QuotaCharged("a1", "month", 1, 2, 3, RESET, NOON)).keySet())
                .containsExactly("account", "policy", "cost", "used", "limit", "resetAt", "at");
        assertThat(json(new QuotaRefused("a1", "month", 1, 2, 3, RESET, NOON)).keySet())
                .containsExactly("account", "policy", "cost", "used", "limit", "resetAt", "at");
        assertThat(json(new QuotaThresholdCrossed("a1", "month", 80, 2, 3, START, RESET, NOON))
                        .keySet())
                .containsExactly("account", "policy", "percent", "used", "limit", "periodStart", "resetAt", "at");
        assertThat(json(new QuotaUncounted("a1", "month", 1, NOON)).keySet())
                .containsExactly("account", "policy", "cost", "at");
        assertThat(json(new QuotaReplayed("a1", "month", 1, NOON)).keySet())
                .containsExactly("account", "policy", "cost", "at");
        assertThat(json(new QuotaHoldChanged(QuotaHoldChanged.Change.SETTLED, "a1", "month", 2, 3, NOON)))
                .isEqualTo(object("{\"change\":\"SETTLED\",\"account\":\"a1\",\"policy\":\"month\",\"before\":2,"
                        + "\"units\":3,\"at\":\"2026-11-30T12:00:00Z\"}"));
        assertThat(json(new QuotaDeclaration("A#b", "user", QuotaPolicy.of(5, QuotaPeriod.DAY))))
                .isEqualTo(object("{\"where\":\"A#b\",\"key\":\"user\",\"limit\":5,\"period\":\"day\",\"scope\":\"\","
                        + "\"policyName\":\"day\",\"block\":true,\"cost\":1}"));
    }

    @Test
    void writesThemWithinWhatTheApplicationReturns() {
        QuotaDecision decision = new QuotaDecision(NOON, List.of(USAGE), List.of(), false);

        JsonObject json = json(new Page("usage", USAGE, List.of(decision), QuotaPeriod.days(7)));

        assertThat(json.getJsonObject("usage")).isEqualTo(json(USAGE));
        assertThat(json.getJsonArray("decisions")).containsExactly(json(decision));
        assertThat(json.getString("period")).isEqualTo("7d");
        assertThat(object(jsonb.toJson(Map.of("usage", USAGE))).getJsonObject("usage"))
                .isEqualTo(json(USAGE));
        assertThat(jsonb.toJson(QuotaPolicy.of(5, QuotaPeriod.DAY)))
                .isEqualTo("{\"block\":true,\"limit\":5,\"period\":\"day\",\"scope\":\"\"}");
        assertThat(jsonb.toJson(Optional.of(USAGE))).isEqualTo(jsonb.toJson(USAGE));
        assertThat(jsonb.toJson(List.of(USAGE))).isEqualTo("[" + jsonb.toJson(USAGE) + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "30d", "month@15"})
    void writesAndReadsPeriodsAsText(String text) {
        QuotaPeriod period = QuotaPeriod.parse(text);

        assertThat(jsonb.toJson(period)).isEqualTo('"' + text + '"');
        assertThat(jsonb.fromJson('"' + text + '"', QuotaPeriod.class)).isEqualTo(period);
    }

    private JsonObject json(Object value) {
        return object(jsonb.toJson(value));
    }

    private static JsonObject object(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
