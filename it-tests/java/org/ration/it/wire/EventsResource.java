// SPDX-License-Identifier: Apache-2.0
package org.ration.it.wire;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.ration.Quota;

/** Sends events. */
@Path("events")
@RequestScoped
public class EventsResource {

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Quota(key = "global:events", limit = 1, period = "day", scope = "events")
    public void events(@Context SseEventSink client, @Context Sse events) {
        client.send(events.newEvent("an event")).whenComplete((sent, failure) -> client.close());
    }
}
