// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;

/** Names of places: a request holds 50 rows of 100 a month, and counts those that it has written. */
@Path("places")
@RequestScoped
public class PlaceResource {

    private static final int MAX_ROWS = 50;

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Quota(
            key = "customer:{request.customer}",
            limit = 100,
            limitBy = PlanLimit.class,
            scope = "rows",
            cost = MAX_ROWS,
            settleBy = RowsWritten.class)
    public StreamingOutput places(@QueryParam("rows") @DefaultValue("7") int rows) {
        return new Rows(Math.min(rows, MAX_ROWS));
    }

    /** The rows of a response, written one by one. */
    private static final class Rows implements StreamingOutput {

        private final int wanted;
        private int written;

        private Rows(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void write(OutputStream body) throws IOException {
            while (written < wanted) {
                written++;
                body.write(("place " + written + "\n").getBytes(UTF_8));
            }
        }
    }

    /** Counts the rows of a response. */
    public static class RowsWritten implements QuotaSettlement {

        @Override
        public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
            return OptionalLong.of(
                    outcome.result().map(rows -> ((Rows) rows).written).orElse(0));
        }
    }
}
