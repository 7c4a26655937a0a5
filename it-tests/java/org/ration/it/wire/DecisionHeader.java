// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import org.ration.QuotaDecision;

/** Tells the decision that an application finds in its request. */
public class DecisionHeader implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty("org.ration.QuotaDecision") instanceof QuotaDecision decision) {
            response.getHeaders()
                    .putSingle(
                            "X-Decision",
                            (decision.allowed() ? "allowed " : "refused ")
                                    + decision.usage().policyName());
        }
    }
}
