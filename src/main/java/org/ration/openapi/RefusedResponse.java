// SPDX-License-Identifier: Apache-2.0
package org.ration.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.ration.cdi.QuotaMethod;

/**
 * The 429 of an operation with quotas, and the headers of its other answers. The body is described in place: servers
 * may have put together the document's components by the time the quotas are known.
 *
 * @param method the method
 */
record RefusedResponse(QuotaMethod method) {

    private static final String STATUS = "429";

    static RefusedResponse of(QuotaMethod method) {
        return new RefusedResponse(method);
    }

    /** Adds what an operation does not say itself. */
    void addTo(Operation operation) {
        APIResponses responses =
                operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        operation.setResponses(responses);
        responses.getAPIResponses().forEach((status, response) -> {
            if ((status.startsWith("2") || status.equals(APIResponses.DEFAULT)) && response.getRef() == null) {
                quotaHeaders().forEach((name, header) -> addHeader(response, name, header));
            }
        });
        if (method.blocks() && !responses.hasAPIResponse(STATUS)) {
            responses.addAPIResponse(STATUS, response());
        }
    }

    private static void addHeader(APIResponse response, String name, Header header) {
        if (response.getHeaders() == null || !response.getHeaders().containsKey(name)) {
            response.addHeader(name, header);
        }
    }

    private APIResponse response() {
        String retryAfter = "Seconds until the refusing quotas reset; absent if they never do";
        APIResponse response = OASFactory.createAPIResponse()
                .description("Refused by a quota: " + String.join(", ", method.policies()))
                .addHeader("Retry-After", header(SchemaType.INTEGER, retryAfter));
        quotaHeaders().forEach(response::addHeader);
        if (!method.answersItself()) {
            response.setContent(problem());
        }
        return response;
    }

    private Map<String, Header> quotaHeaders() {
        Map<String, Header> all = new LinkedHashMap<>();
        if (method.headers().draft()) {
            all.put("RateLimit-Policy", header(SchemaType.STRING, "The limit and the window of each quota"));
            all.put("RateLimit", header(SchemaType.STRING, "What remains of each quota, and the seconds to its reset"));
        }
        if (method.headers().legacy()) {
            all.put("X-RateLimit-Limit", header(SchemaType.INTEGER, "The limit"));
            all.put("X-RateLimit-Remaining", header(SchemaType.INTEGER, "What remains"));
            all.put("X-RateLimit-Reset", header(SchemaType.INTEGER, "The seconds to the reset"));
        }
        return all;
    }

    private static Header header(SchemaType type, String description) {
        return OASFactory.createHeader().description(description).schema(schema(type));
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        "application/problem+json", OASFactory.createMediaType().schema(problemSchema()));
    }

    private static Schema problemSchema() {
        return schema(SchemaType.OBJECT)
                .description("Problem details (RFC 9457) of a request that quotas refuse")
                .addProperty("type", schema(SchemaType.STRING).format("uri"))
                .addProperty("title", schema(SchemaType.STRING))
                .addProperty("status", schema(SchemaType.INTEGER))
                .addProperty("detail", schema(SchemaType.STRING))
                .addProperty("violated-policies", listOf(schema(SchemaType.STRING)))
                .addProperty("quotas", listOf(quotaSchema()));
    }

    private static Schema quotaSchema() {
        return schema(SchemaType.OBJECT)
                .addProperty("policy", schema(SchemaType.STRING))
                .addProperty("limit", units())
                .addProperty("used", units())
                .addProperty("reserved", units())
                .addProperty("remaining", units())
                .addProperty("resetAt", schema(SchemaType.STRING).format("date-time"));
    }

    private static Schema listOf(Schema items) {
        return schema(SchemaType.ARRAY).items(items);
    }

    private static Schema units() {
        return schema(SchemaType.INTEGER).format("int64");
    }

    private static Schema schema(SchemaType type) {
        return SchemaTypes.add(type, OASFactory.createSchema());
    }
}
