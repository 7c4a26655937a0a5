// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ration.QuotaUsage;

/**
 * The JSON form of the values of this package. JSON-B finds and loads the nested class by the annotations on the
 * values; without JSON-B, the JVM ignores these annotations.
 */
final class Json {

    private Json() {}

    /**
     * An object with a member for each member that is not empty. It answers only types that JSON knows: Yasson 3.0.4
     * applies no other adapter to what an adapter has answered. {@code AdminJsonTest} fails otherwise.
     */
    public static final class OfResult implements JsonbAdapter<AdminResult, Map<String, Object>> {

        /** For JSON-B. */
        public OfResult() {}

        @Override
        public Map<String, Object> adaptToJson(AdminResult result) {
            Map<String, Object> json = new LinkedHashMap<>();
            result.members().byName().forEach((name, value) -> held(value)
                    .ifPresent(present -> json.put(name, plain(present))));
            return json;
        }

        @Override
        public AdminResult adaptFromJson(Map<String, Object> json) {
            throw new UnsupportedOperationException("results of Ration are written as JSON, not read");
        }

        private static Optional<?> held(Object value) {
            if (value instanceof OptionalLong number) {
                return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
            }
            return value instanceof Optional<?> optional ? optional : Optional.of(value);
        }

        private Object plain(Object value) {
            if (value instanceof AdminResult result) {
                return adaptToJson(result);
            }
            if (value instanceof QuotaUsage usage) {
                return usage(usage);
            }
            if (value instanceof Collection<?> values) {
                return values.stream().sorted(Json::inOrder).map(this::plain).toList();
            }
            return value instanceof Number || value instanceof Boolean ? value : value.toString();
        }

        /** As {@code org.ration} writes it, whose adapter is for JSON-B alone. */
        private static Map<String, Object> usage(QuotaUsage usage) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("key", usage.key());
            json.put("scope", usage.scope());
            json.put("period", usage.period().toString());
            json.put("zone", usage.zone().toString());
            json.put("used", usage.used());
            json.put("reserved", usage.reserved());
            json.put("limit", usage.limit());
            json.put("periodStart", usage.periodStart().toString());
            if (usage.resets()) {
                json.put("resetAt", usage.resetAt().toString());
            }
            json.put("policyName", usage.policyName());
            json.put("remaining", usage.remaining());
            json.put("unlimited", usage.unlimited());
            return json;
        }
    }

    /** States in the order of their enumeration; lists as they are. */
    private static int inOrder(Object one, Object other) {
        return one instanceof AccountState state && other instanceof AccountState than ? state.compareTo(than) : 0;
    }
}
