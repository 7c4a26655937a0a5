// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.glassfish.jersey.server.ChunkedOutput;
import org.ration.Quota;

/** A body that Jersey writes in chunks, after the method has returned, as another thread makes them. */
@Path("chunks")
@ApplicationScoped
public class ChunkResource {

    @Inject
    private Latches latches;

    @Resource
    private ManagedExecutorService executor;

    @GET
    @Quota(key = "global:chunks", limit = 1000, cost = 10, scope = "chunks", settleBy = Told.class)
    public ChunkedOutput<String> chunks() {
        ChunkedOutput<String> chunks = new ChunkedOutput<>(String.class);
        executor.execute(() -> write(chunks));
        return chunks;
    }

    private void write(ChunkedOutput<String> chunks) {
        try (chunks) {
            chunks.write("the first chunk\n");
            latches.await("chunks");
            chunks.write("the second chunk\n");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
