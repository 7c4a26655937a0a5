// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotAuthorizedException;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.ration.QuotaCall;
import org.ration.QuotaKey;
import org.ration.QuotaRegistry;

// tag::tenant
@ApplicationScoped
public class TenantKey implements QuotaKey {

    @Inject
    JsonWebToken token;

    @Inject
    QuotaRegistry quotas;

    @Override
    public String keyFor(QuotaCall call) {
        String tenant = token.getClaim("tenant");
        if (tenant == null) {
            throw new NotAuthorizedException("Bearer");
        }
        return quotas.key("tenant:{request.tenant}", tenant);
    }
}
// end::tenant
