// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.json.bind.adapter.JsonbAdapter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON form of the values of this package. JSON-B finds and loads the nested classes by the annotations on the
 * values; without JSON-B, the JVM ignores these annotations.
 */
final class Json {

    private Json() {}

    /**
     * An object with a member for each member of the result. It is an adapter whose answer has only types that JSON
     * knows: Yasson 3.0.4 (Payara Micro 6, WildFly, Open Liberty) ignores the serializer of a type in lists, maps and
     * optionals, and an adapter for a value in the map that another adapter has answered. {@code JsonTest} fails with
     * either.
     */
    public static final class OfResult implements JsonbAdapter<Result, Map<String, Object>> {

        /** For JSON-B. */
        public OfResult() {}

        @Override
        public Map<String, Object> adaptToJson(Result result) {
            Map<String, Object> json = new LinkedHashMap<>();
            result.json().byName().forEach((name, value) -> json.put(name, plain(value)));
            return json;
        }

        @Override
        public Result adaptFromJson(Map<String, Object> json) {
            throw new UnsupportedOperationException("results of Ration are written as JSON, not read");
        }

        private Object plain(Object value) {
            if (value instanceof Result result) {
                return adaptToJson(result);
            }
            if (value instanceof List<?> list) {
                return list.stream().map(this::plain).toList();
            }
            return value instanceof Number || value instanceof Boolean ? value : value.toString();
        }
    }

    /** The text that {@link QuotaPeriod#parse} reads. */
    public static final class OfPeriod implements JsonbAdapter<QuotaPeriod, String> {

        /** For JSON-B. */
        public OfPeriod() {}

        @Override
        public String adaptToJson(QuotaPeriod period) {
            return period.toString();
        }

        @Override
        public QuotaPeriod adaptFromJson(String text) {
            return QuotaPeriod.parse(text);
        }
    }
}
