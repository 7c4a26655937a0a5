// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonPointer;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An OpenAPI document, to hold answers against: status, headers, media type, and the shape of the body. */
final class Description {

    private final JsonObject document;

    Description(JsonObject document) {
        this.document = document;
    }

    /** Fails unless the answer is as the document has it; the path is that below the API. */
    void check(String method, String path, Answer answer) {
        JsonObject operation = operation(method, path);
        JsonValue described = operation.getJsonObject("responses").get(Integer.toString(answer.status()));
        assertThat(described)
                .as("%s %s answers %s, which is not described: %s", method, path, answer.status(), answer.body())
                .isNotNull();
        JsonObject response = resolved(described.asJsonObject());
        response.getOrDefault("headers", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject()
                .forEach((name, header) ->
                        checkText(resolved(header.asJsonObject()).getJsonObject("schema"), answer.header(name), name));
        Map.Entry<String, JsonValue> content =
                response.getJsonObject("content").entrySet().iterator().next();
        assertThat(answer.header("Content-Type")).startsWith(content.getKey());
        check(content.getValue().asJsonObject().getJsonObject("schema"), answer.json(), "body");
    }

    private JsonObject operation(String method, String path) {
        String bare = path.replaceAll("\\?.*", "");
        for (Map.Entry<String, JsonValue> known :
                document.getJsonObject("paths").entrySet()) {
            if (bare.matches(known.getKey().replace("{id}", "[0-9a-f]{64}"))) {
                return known.getValue().asJsonObject().getJsonObject(method.toLowerCase());
            }
        }
        return fail(path + " is not described");
    }

    private JsonObject resolved(JsonObject schema) {
        if (!schema.containsKey("$ref")) {
            return schema;
        }
        JsonPointer pointer = Json.createPointer(schema.getString("$ref").substring(1));
        return pointer.getValue(document).asJsonObject();
    }

    private void check(JsonObject reference, JsonValue value, String where) {
        JsonObject schema = resolved(reference);
        if (schema.containsKey("oneOf")) {
            assertThat(schema.getJsonArray("oneOf"))
                    .as("%s is %s", where, value)
                    .anySatisfy(choice -> check(choice.asJsonObject(), value, where));
            return;
        }
        switch (schema.getString("type")) {
            case "object" -> checkObject(schema, value, where);
            case "array" -> {
                assertThat(value).as(where).isInstanceOf(JsonArray.class);
                value.asJsonArray().forEach(item -> check(schema.getJsonObject("items"), item, where + "[]"));
            }
            case "string" -> {
                assertThat(value).as(where).isInstanceOf(JsonString.class);
                checkText(schema, ((JsonString) value).getString(), where);
            }
            case "integer" -> {
                assertThat(value).as(where).isInstanceOf(JsonNumber.class);
                assertThat(((JsonNumber) value).longValueExact())
                        .as(where)
                        .isGreaterThanOrEqualTo(schema.getInt("minimum", Integer.MIN_VALUE));
            }
            case "boolean" -> assertThat(value).as(where).isIn(JsonValue.TRUE, JsonValue.FALSE);
            default -> assertThat(value).as(where).isEqualTo(JsonValue.NULL);
        }
    }

    private void checkObject(JsonObject schema, JsonValue value, String where) {
        assertThat(value).as(where).isInstanceOf(JsonObject.class);
        if (!schema.containsKey("properties")) {
            return;
        }
        JsonObject properties = schema.getJsonObject("properties");
        Set<String> required = new HashSet<>();
        schema.getJsonArray("required").getValuesAs(JsonString.class).forEach(name -> required.add(name.getString()));
        assertThat(value.asJsonObject().keySet())
                .as(where)
                .containsAll(required)
                .isSubsetOf(properties.keySet());
        value.asJsonObject()
                .forEach((name, member) -> check(properties.getJsonObject(name), member, where + "." + name));
    }

    private static void checkText(JsonObject schema, String text, String where) {
        if (schema.containsKey("enum")) {
            assertThat(schema.getJsonArray("enum").getValuesAs(JsonString.class))
                    .as(where)
                    .extracting(JsonString::getString)
                    .contains(text);
        }
        if (schema.containsKey("const")) {
            assertThat(text).as(where).isEqualTo(schema.getString("const"));
        }
        if (schema.containsKey("pattern")) {
            assertThat(text).as(where).matches(schema.getString("pattern"));
        }
        if (schema.getString("format", "").equals("date-time")) {
            assertThat(java.time.OffsetDateTime.parse(text)).as(where).isNotNull();
        }
    }
}
