// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

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
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ration.QuotaPeriod;
import org.ration.QuotaUsage;

/** What JSON-B writes for the values that an application's own page for operators returns as they are. */
class AdminJsonTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");

    private static final QuotaUsage USAGE = QuotaUsage.builder("user:42", QuotaPeriod.MONTH, ZoneId.of("Europe/Berlin"))
            .scope("exports")
            .used(7)
            .reserved(1)
            .limit(10)
            .window(START, RESET)
            .build();

    private static final LimitOverride OVERRIDE = new LimitOverride(10, Optional.of(RESET), "ann", "a fair");
    private static final QuotaAccount ACCOUNT = QuotaAccount.builder("a1", USAGE)
            .open(true)
            .granted(2)
            .declaredLimit(5)
            .override(Optional.of(OVERRIDE))
            .states(Set.of(AccountState.OVERRIDDEN, AccountState.NEAR))
            .version(3)
            .updatedAt(Optional.of(NOON))
            .build();
    private static final PastWindow WINDOW = new PastWindow(START, RESET, 1, 2, 3);
    private static final AuditRecord ENTRY = AuditRecord.builder("e1", NOON, "ann", QuotaAct.OVERRIDE_SET, "a fair")
            .account(Optional.of(new AuditRecord.Subject("a1", "user:42", "exports", "month")))
            .after(OptionalLong.of(10))
            .build();

    private final Jsonb jsonb = JsonbBuilder.create();

    @AfterEach
    void close() throws Exception {
        jsonb.close();
    }

    @Test
    void writesAnAccountWithItsUsageAndItsOverride() {
        JsonObject json = json(ACCOUNT);

        assertThat(json.getJsonObject("usage")).isEqualTo(json(USAGE));
        assertThat(json.getJsonObject("override"))
                .isEqualTo(object(
                        "{\"limit\":10,\"until\":\"2026-12-01T00:00:00Z\",\"by\":\"ann\"," + "\"reason\":\"a fair\"}"));
        assertThat(json.getJsonArray("states").toString()).isEqualTo("[\"NEAR\",\"OVERRIDDEN\"]");
        assertThat(json.getString("updatedAt")).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(json.getBoolean("open")).isTrue();
        assertThat(json.getInt("version")).isEqualTo(3);
    }

    @Test
    void writesTheUsageOfAWindowThatNeverEndsAsItIs() {
        QuotaUsage once = QuotaUsage.builder("user:42", QuotaPeriod.ONCE, ZoneId.of("UTC"))
                .window(START, QuotaPeriod.NEVER)
                .build();

        assertThat(json(QuotaAccount.builder("a1", once).build()).getJsonObject("usage"))
                .isEqualTo(json(once));
    }

    @Test
    void leavesOutWhatIsEmpty() {
        assertThat(json(QuotaAccount.builder("a1", USAGE).build()).keySet())
                .containsExactlyInAnyOrder(
                        "id", "usage", "open", "beginsLater", "granted", "declaredLimit", "states", "version");
        assertThat(json(ENTRY).keySet())
                .containsExactlyInAnyOrder("id", "at", "by", "act", "reason", "account", "after");
    }

    @Test
    void writesWindowsHoldsAndCounts() {
        assertThat(json(WINDOW))
                .isEqualTo(object("{\"periodStart\":\"2026-11-01T00:00:00Z\","
                        + "\"resetAt\":\"2026-12-01T00:00:00Z\",\"used\":1,\"limit\":2,\"granted\":3}"));
        assertThat(json(new OpenHold("h1", 4, START, RESET)))
                .isEqualTo(object("{\"id\":\"h1\",\"units\":4,\"takenAt\":\"2026-11-01T00:00:00Z\","
                        + "\"expiresAt\":\"2026-12-01T00:00:00Z\"}"));
        assertThat(json(new AccountCount(5, 4))).isEqualTo(object("{\"matching\":5,\"resettable\":4}"));
    }

    @Test
    void writesPagesWithWhatIsOnThem() {
        JsonObject page = json(new AccountPage(List.of(ACCOUNT), true));
        assertThat(page.getBoolean("more")).isTrue();
        assertThat(page.getJsonArray("accounts")).containsExactly(json(ACCOUNT));

        JsonObject history = json(new AccountHistory(ACCOUNT, List.of(WINDOW), List.of(ENTRY)));
        assertThat(history.getJsonObject("account")).isEqualTo(json(ACCOUNT));
        assertThat(history.getJsonArray("windows")).containsExactly(json(WINDOW));
        assertThat(history.getJsonArray("audit")).containsExactly(json(ENTRY));

        assertThat(json(new AuditPage(List.of(ENTRY), false)).getJsonArray("entries"))
                .containsExactly(json(ENTRY));
        assertThat(json(ENTRY).getJsonObject("account").getString("key")).isEqualTo("user:42");
    }

    @Test
    void writesThemWithinWhatTheApplicationReturns() {
        assertThat(json(Map.of("account", ACCOUNT)).getJsonObject("account")).isEqualTo(json(ACCOUNT));
        assertThat(jsonb.toJson(List.of(WINDOW))).isEqualTo("[" + jsonb.toJson(WINDOW) + "]");
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
