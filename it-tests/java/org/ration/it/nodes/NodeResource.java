// SPDX-License-Identifier: Apache-2.0
package org.ration.it.nodes;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import org.ration.Quota;
import org.ration.QuotaDecision;

/** Calls that want the same two counters in opposite orders, and answer what was counted; no client repeats a POST. */
@Path("nodes")
@RequestScoped
public class NodeResource {

    @Inject
    private NodeClock clock;

    @Inject
    private HttpServletRequest request;

    @POST
    @Path("few-many")
    @Quota(key = "param:who", limit = 40, period = "hour", scope = "few")
    @Quota(key = "param:who", limit = 1_000_000, period = "hour", scope = "many")
    public String fewAndMany() {
        return counted();
    }

    @POST
    @Path("many-few")
    @Quota(key = "param:who", limit = 1_000_000, period = "hour", scope = "many")
    @Quota(key = "param:who", limit = 40, period = "hour", scope = "few")
    public String manyAndFew() {
        return counted();
    }

    @POST
    @Path("many")
    @Quota(key = "param:who", limit = 1_000_000, period = "hour", scope = "many")
    public String many() {
        return counted();
    }

    @POST
    @Path("clock")
    public void move(@QueryParam("by") String by) {
        clock.move(Duration.parse(by));
    }

    /** A line for each counter: scope, start of the window, units used. */
    private String counted() {
        QuotaDecision decision = (QuotaDecision) request.getAttribute(QuotaDecision.class.getName());
        return decision.usages().stream()
                .map(usage -> usage.scope() + " " + usage.periodStart().toEpochMilli() + " " + usage.used())
                .collect(joining("\n"));
    }
}
