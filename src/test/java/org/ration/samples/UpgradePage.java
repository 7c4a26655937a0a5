// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZonedDateTime;
import org.ration.QuotaCall;
import org.ration.QuotaDecision;
import org.ration.QuotaExceededHandler;
import org.ration.QuotaUsage;

// tag::page
public class UpgradePage implements QuotaExceededHandler {

    @Override
    public Response handle(QuotaCall call, QuotaDecision decision) {
        QuotaUsage usage = decision.usage();
        ZonedDateTime reset = usage.resetAt().atZone(usage.zone());
        return Response.status(Response.Status.TOO_MANY_REQUESTS)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity("<p>Your %d reports are used up. Come back on %tF.</p>".formatted(usage.limit(), reset))
                .build();
    }
}
// end::page
