// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document that the server makes of its applications, here of the one of {@link UsageContract}. */
abstract class OpenApiContract extends OnServer {

    private JsonObject document;

    @BeforeEach
    void document() {
        needs(Ability.OPENAPI);
        Answer answer = server().root().get("openapi", "Accept", "application/json");
        assertThat(answer.status()).isEqualTo(200);
        document = answer.json();
    }

    @Test
    void showsTheRefusalOfAnOperationWithAQuota() {
        JsonObject responses = responses("things");
        JsonObject refused = responses.getJsonObject("429");

        assertThat(refused.getString("description")).isEqualTo("Refused by a quota: things-day");
        assertThat(refused.getJsonObject("headers")).containsKeys("Retry-After", "RateLimit", "RateLimit-Policy");
        JsonObject problem = refused.getJsonObject("content")
                .getJsonObject("application/problem+json")
                .getJsonObject("schema");
        assertThat(problem.getJsonObject("properties"))
                .containsKeys("type", "title", "status", "detail", "violated-policies", "quotas");
        JsonObject allowed = responses.getJsonObject(responses.containsKey("200") ? "200" : "default");
        assertThat(allowed.getJsonObject("headers")).containsKey("RateLimit");
    }

    @Test
    void findsAnOperationByItsTemplate() {
        assertThat(responses("things/{id}").getJsonObject("429").getString("description"))
                .isEqualTo("Refused by a quota: thing-day");
    }

    @Test
    void leavesOperationsWithoutQuotaAsTheyAre() {
        assertThat(responses("quotas/more")).doesNotContainKey("429");
    }

    /** Payara leaves out the context path. */
    private JsonObject responses(String path) {
        JsonObject paths = document.getJsonObject("paths");
        String found = paths.containsKey("/usage/" + path) ? "/usage/" + path : "/" + path;
        assertThat(paths).containsKey(found);
        return paths.getJsonObject(found).getJsonObject("get").getJsonObject("responses");
    }
}
