// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.ration.QuotaDeclaration;
import org.ration.QuotaPolicy;
import org.ration.QuotaUsage;
import org.ration.admin.AccountHistory;
import org.ration.admin.AuditRecord;
import org.ration.admin.LimitOverride;
import org.ration.admin.OpenHold;
import org.ration.admin.PastWindow;
import org.ration.admin.QuotaAccount;

/** Writes answers as openapi.json describes them. */
final class Views {

    private Views() {}

    static JsonObject account(QuotaAccount account) {
        QuotaUsage usage = account.usage();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", account.id())
                .add("key", usage.key())
                .add("scope", usage.scope())
                .add("period", usage.period().toString())
                .add("policy", usage.policyName())
                .add("zone", usage.zone().getId())
                .add("open", account.open())
                .add("beginsLater", account.beginsLater())
                .add("periodStart", time(usage.periodStart(), usage.zone()));
        if (usage.resets()) {
            json.add("resetAt", time(usage.resetAt(), usage.zone()));
        }
        return json.add("used", usage.used())
                .add("reserved", usage.reserved())
                .add("granted", account.granted())
                .add("limit", units(usage.limit()))
                .add("declaredLimit", units(account.declaredLimit()))
                .add("remaining", usage.unlimited() ? units(QuotaPolicy.UNLIMITED) : units(usage.remaining()))
                .add("states", list(account.states().stream().sorted().toList(), state -> text(written(state))))
                .add("override", account.override().map(Views::override).orElse(JsonValue.NULL))
                .add("version", account.version())
                .add("updatedAt", time(account.updatedAt()))
                .build();
    }

    static JsonObjectBuilder history(AccountHistory history) {
        ZoneId zone = history.account().usage().zone();
        return Json.createObjectBuilder()
                .add("account", account(history.account()))
                .add("windows", list(history.windows(), window -> window(window, zone)))
                .add("audit", list(history.audit(), Views::audited));
    }

    static JsonObject audited(AuditRecord entry) {
        Function<Long, JsonValue> units = Views::units;
        return Json.createObjectBuilder()
                .add("id", entry.id())
                .add("at", entry.at().toString())
                .add("by", entry.by())
                .add("act", written(entry.act()))
                .add("account", entry.account().map(Views::subject).orElse(JsonValue.NULL))
                .add("before", boxed(entry.before()).map(units).orElse(JsonValue.NULL))
                .add("after", boxed(entry.after()).map(units).orElse(JsonValue.NULL))
                .add("untilBefore", time(entry.untilBefore()))
                .add("untilAfter", time(entry.untilAfter()))
                .add("reason", entry.reason())
                .build();
    }

    static JsonObject hold(OpenHold hold) {
        return Json.createObjectBuilder()
                .add("id", hold.id())
                .add("units", hold.units())
                .add("takenAt", hold.takenAt().toString())
                .add("expiresAt", hold.expiresAt().toString())
                .build();
    }

    static JsonObject declaration(QuotaDeclaration declaration) {
        QuotaPolicy policy = declaration.policy();
        return Json.createObjectBuilder()
                .add("where", declaration.where())
                .add("key", declaration.key())
                .add("policy", policy.name())
                .add("scope", policy.scope())
                .add("period", policy.period().toString())
                .add("zone", policy.zone().map(ZoneId::getId).orElse(""))
                .add("limit", units(policy.limit()))
                .add("block", policy.block())
                .add("cost", boxed(declaration.cost()).map(Views::units).orElse(JsonValue.NULL))
                .build();
    }

    /**
     * Whether a call of a declared quota would pass under a usage: the rule of {@code EvaluatedLine.refuses}, in
     * {@code ledger.account}, for a quota whose account is shown. {@code forecast.js} puts it into words;
     * {@code AdminPageIT} compares the words with the next call.
     */
    static JsonObject nextCall(QuotaDeclaration declaration, QuotaUsage usage) {
        return Json.createObjectBuilder()
                .add("where", declaration.where())
                .add("cost", boxed(declaration.cost()).map(Views::units).orElse(JsonValue.NULL))
                .add("outcome", outcome(declaration, usage))
                .build();
    }

    private static String outcome(QuotaDeclaration declaration, QuotaUsage usage) {
        if (!declaration.policy().block()) {
            return "counted";
        }
        long least = declaration.cost().orElse(1);
        if (least > usage.remaining() && !usage.unlimited()) {
            return "refused";
        }
        return declaration.cost().isPresent() || usage.unlimited() ? "passes" : "depends";
    }

    static <T> JsonArrayBuilder list(Collection<T> values, Function<T, JsonValue> view) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        values.forEach(value -> list.add(view.apply(value)));
        return list;
    }

    private static JsonValue override(LimitOverride override) {
        return Json.createObjectBuilder()
                .add("limit", units(override.limit()))
                .add("until", time(override.until()))
                .add("by", override.by())
                .add("reason", override.reason())
                .build();
    }

    private static JsonValue window(PastWindow window, ZoneId zone) {
        return Json.createObjectBuilder()
                .add("periodStart", time(window.periodStart(), zone))
                .add("resetAt", time(window.resetAt(), zone))
                .add("used", window.used())
                .add("limit", units(window.limit()))
                .add("granted", window.granted())
                .build();
    }

    private static JsonValue subject(AuditRecord.Subject account) {
        return Json.createObjectBuilder()
                .add("id", account.id())
                .add("key", account.key())
                .add("scope", account.scope())
                .add("period", account.period())
                .add("policy", account.policyName())
                .build();
    }

    private static JsonValue units(long units) {
        return units == QuotaPolicy.UNLIMITED ? text("unlimited") : Json.createValue(units);
    }

    private static JsonValue text(String text) {
        return Json.createValue(text);
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static String time(Instant instant, ZoneId zone) {
        return instant.atZone(zone).format(ISO_OFFSET_DATE_TIME);
    }

    private static JsonValue time(Optional<Instant> instant) {
        return instant.map(known -> text(known.toString())).orElse(JsonValue.NULL);
    }

    /** OVERRIDE_SET is override-set. */
    static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
