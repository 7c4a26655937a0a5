// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.function.Supplier;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededException;

/** Several methods with quotas in one request; the resource answers 200 whatever was decided. */
@Path("several")
@RequestScoped
public class SeveralResource {

    @Inject
    private Counted counted;

    @Inject
    private HttpServletRequest request;

    @GET
    @Path("granted")
    public String granted() {
        counted.counted();
        return decision();
    }

    @GET
    @Path("refused-first")
    public String refusedFirst() {
        attempt(counted::closed);
        counted.counted();
        return decision();
    }

    @GET
    @Path("refused-twice")
    public String refusedTwice() {
        attempt(counted::closed);
        attempt(counted::shut);
        counted.counted();
        return decision();
    }

    private static void attempt(Supplier<String> call) {
        try {
            throw new AssertionError(call.get());
        } catch (QuotaExceededException refused) {
            // as wanted
        }
    }

    private String decision() {
        QuotaDecision decision = (QuotaDecision) request.getAttribute("org.ration.QuotaDecision");
        return decision.usage().policyName();
    }
}
