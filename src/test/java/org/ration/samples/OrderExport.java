// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.OptionalLong;
import org.ration.Quota;
import org.ration.QuotaCall;
import org.ration.QuotaOutcome;
import org.ration.QuotaSettlement;

/** An export whose rows are counted as they are written. */
@Path("orders")
@RequestScoped
public class OrderExport {

    @Inject
    Orders orders;

    // tag::rows
    @GET
    @Path("export")
    @Quota(key = "user", limit = 1_000_000, scope = "rows", cost = 50_000, settleBy = RowsWritten.class)
    public StreamingOutput export(@QueryParam("year") int year) {
        return new Rows(orders.of(year));
    }
    // end::rows

    // tag::rows-written
    public static class RowsWritten implements QuotaSettlement {

        @Override
        public OptionalLong unitsOf(QuotaCall call, QuotaOutcome outcome) {
            return OptionalLong.of(
                    outcome.result().map(rows -> ((Rows) rows).written()).orElse(0L));
        }
    }

    static final class Rows implements StreamingOutput {

        private final Iterator<String> rows;
        private long written;

        Rows(Iterator<String> rows) {
            this.rows = rows;
        }

        @Override
        public void write(OutputStream body) throws IOException {
            while (rows.hasNext()) {
                written++;
                body.write(rows.next().getBytes(StandardCharsets.UTF_8));
            }
        }

        long written() {
            return written;
        }
    }
    // end::rows-written

    /** The orders. */
    public interface Orders {

        /**
         * The orders of a year.
         *
         * @param year the year
         * @return a line for each
         */
        Iterator<String> of(int year);
    }
}
