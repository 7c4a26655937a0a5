// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.stream.Stream;
import org.ration.QuotaRegistry;
import org.ration.QuotaUsage;

/** What a customer has used so far. Costs nothing. */
@Path("usage")
@RequestScoped
public class UsageResource {

    @Inject
    private QuotaRegistry quotas;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonArray usage(@HeaderParam(Customers.API_KEY) String apiKey, @Context HttpServletRequest request) {
        String customer = (String) request.getAttribute(Customers.NAME);
        JsonArrayBuilder usages = Json.createArrayBuilder();
        Stream.of(quotas.key("customer:{request.customer}", customer), quotas.key("header:X-Api-Key", apiKey))
                .flatMap(key -> quotas.usage(key).stream())
                .forEach(usage -> usages.add(json(usage)));
        return usages.build();
    }

    private static JsonObjectBuilder json(QuotaUsage usage) {
        return Json.createObjectBuilder()
                .add("policy", usage.policyName())
                .add("used", usage.used())
                .add("limit", usage.limit())
                .add("remaining", usage.remaining())
                .add(
                        "resetAt",
                        usage.resetAt().atZone(usage.zone()).toOffsetDateTime().toString());
    }
}
