// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

// tag::burst-filter
@Burst
@Provider
public class BurstLimiter implements ContainerRequestFilter {

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>(); // bound it where users are many

    @Override
    public void filter(ContainerRequestContext request) {
        Principal user = request.getSecurityContext().getUserPrincipal();
        Bucket bucket = buckets.computeIfAbsent(user == null ? "" : user.getName(), name -> tenInTenSeconds());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            request.abortWith(Response.status(Response.Status.TOO_MANY_REQUESTS)
                    .header("Retry-After", wait)
                    .build());
        }
    }

    private static Bucket tenInTenSeconds() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(10).refillGreedy(10, Duration.ofSeconds(10)))
                .build();
    }
}
// end::burst-filter
