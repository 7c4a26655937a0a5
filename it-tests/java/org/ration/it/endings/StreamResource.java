// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.ration.Quota;

/** Calls whose bodies are written after the method has returned. */
@Path("streams")
@ApplicationScoped
public class StreamResource {

    private static final byte[] BLOCK = "a block of a stream. ".repeat(3_000).getBytes(UTF_8);
    private static final int MANY_BLOCKS = 2_000;

    @Inject
    private Latches latches;

    @GET
    @Path("output")
    @Quota(key = "global:output", limit = 1000, cost = 10, scope = "output", settleBy = Told.class)
    public StreamingOutput output() {
        return body -> {
            body.write(BLOCK);
            body.flush();
            latches.await("output");
            body.write(BLOCK);
        };
    }

    @GET
    @Path("input")
    @Quota(key = "global:input", limit = 1000, cost = 10, scope = "input", settleBy = Told.class)
    public InputStream input() {
        return new ByteArrayInputStream(BLOCK);
    }

    /** More than any buffer takes, so that it fails when the client is gone. */
    @GET
    @Path("cut")
    @Quota(key = "global:cut", limit = 1000, cost = 10, scope = "cut", settleBy = Told.class)
    public StreamingOutput cut() {
        return body -> {
            for (int i = 0; i < MANY_BLOCKS; i++) {
                body.write(BLOCK);
            }
        };
    }

    @GET
    @Path("broken-before")
    @Quota(key = "global:broken-before", limit = 1000, cost = 10, scope = "broken-before", settleBy = Told.class)
    public StreamingOutput brokenBefore() {
        return body -> {
            throw new Conflict();
        };
    }

    @GET
    @Path("broken-after")
    @Quota(key = "global:broken-after", limit = 1000, cost = 10, scope = "broken-after", settleBy = Told.class)
    public StreamingOutput brokenAfter() {
        return body -> {
            body.write(BLOCK);
            body.flush();
            throw new IOException("the test wants it");
        };
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Quota(key = "global:events", limit = 1000, cost = 10, scope = "events", settleBy = Told.class)
    public void events(@Context SseEventSink client, @Context Sse events) {
        client.send(events.newEvent("first")).whenComplete((sent, failure) -> {
            latches.await("events");
            client.send(events.newEvent("second")).whenComplete((done, failed) -> client.close());
        });
    }
}
