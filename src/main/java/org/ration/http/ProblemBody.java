// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.ration.QuotaConflictException;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;
import org.ration.QuotaKeyException;
import org.ration.QuotaStoreException;
import org.ration.QuotaUsage;
import org.ration.problem.ProblemDetails;

/** The bodies of answers that Ration gives in place of the application. Never a key, never SQL, never a secret. */
final class ProblemBody {

    /** The media type of the bodies. */
    static final MediaType MEDIA_TYPE = MediaType.valueOf(ProblemDetails.MEDIA_TYPE);

    static final String EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";
    static final String UNAVAILABLE = ProblemDetails.type("store-unavailable");
    static final String UNKNOWN = ProblemDetails.type("outcome-unknown");
    static final String TOO_MANY_HOLDS = ProblemDetails.type("too-many-holds");
    static final String ID_REUSED = ProblemDetails.type("id-reused");
    static final String KEY = ProblemDetails.type("key-missing");

    private ProblemBody() {}

    /**
     * The body for an answer of Ration's.
     *
     * @param answer the exception
     * @return JSON; empty for other exceptions
     */
    static Optional<String> of(WebApplicationException answer) {
        JsonObjectBuilder body = null;
        if (answer instanceof QuotaExceededException refusal) {
            body = refused(refusal);
        } else if (answer instanceof QuotaKeyException missing) {
            body = body(missing, KEY, "The quota's key is missing", missing.getMessage());
        } else if (answer instanceof QuotaConflictException conflict) {
            body = body(conflict, ID_REUSED, "The id is in use", "The id was used for another request.");
        } else if (answer instanceof QuotaStoreException fault) {
            body = fault.outcomeUnknown() ? unknown(fault) : unavailable(fault);
        }
        return Optional.ofNullable(body).map(JsonObjectBuilder::build).map(JsonObject::toString);
    }

    private static JsonObjectBuilder refused(QuotaExceededException refusal) {
        QuotaDecision decision = refusal.decision();
        String detail = detail(decision);
        JsonArrayBuilder policies = Json.createArrayBuilder();
        JsonArrayBuilder quotas = Json.createArrayBuilder();
        for (QuotaUsage quota : decision.violated()) {
            policies.add(quota.policyName());
            quotas.add(quota(quota));
        }
        JsonObjectBuilder body = decision.tooManyHolds()
                ? body(refusal, TOO_MANY_HOLDS, "Too many open holds", detail)
                : body(refusal, EXCEEDED, "Quota exceeded", detail);
        return body.add("violated-policies", policies).add("quotas", quotas);
    }

    private static String detail(QuotaDecision decision) {
        if (decision.neverFits()) {
            return "The request costs more than the limit of the quota.";
        }
        if (decision.tooManyHolds()) {
            return "Too many requests of this quota have not been settled yet.";
        }
        if (decision.usage().used() < decision.usage().limit()
                && decision.usage().reserved() > 0) {
            return "What is left of the quota is held by other requests.";
        }
        return decision.usage().resets()
                ? "The quota is used up until it resets."
                : "The quota is used up and never resets.";
    }

    private static JsonObjectBuilder unknown(QuotaStoreException fault) {
        String detail = "It is not known whether the quota was charged; the request was not carried out.";
        return body(fault, UNKNOWN, "Outcome unknown", detail);
    }

    private static JsonObjectBuilder unavailable(QuotaStoreException fault) {
        String detail = "The quota could not be checked; nothing was charged.";
        return body(fault, UNAVAILABLE, "Quota store unavailable", detail);
    }

    private static JsonObjectBuilder body(WebApplicationException answer, String type, String title, String detail) {
        return ProblemDetails.body(type, title, answer.getResponse().getStatus(), detail);
    }

    private static JsonObjectBuilder quota(QuotaUsage quota) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("policy", quota.policyName())
                .add("limit", quota.limit())
                .add("used", quota.used())
                .add("reserved", quota.reserved())
                .add("remaining", quota.remaining());
        return quota.resets()
                ? json.add("resetAt", quota.resetAt().atZone(quota.zone()).format(ISO_OFFSET_DATE_TIME))
                : json;
    }
}
