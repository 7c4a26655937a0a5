// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

/** Charges that no thread waits for. */
@Path("teams")
public class AsynchronousCharges {

    static final QuotaPolicy SEARCHES = QuotaPolicy.of(10_000, QuotaPeriod.DAY).withScope("searches");
    static final QuotaPolicy INVOICES = QuotaPolicy.of(100, QuotaPeriod.MONTH).withScope("invoices");

    @Inject
    QuotaRegistry quotas;

    @Inject
    Index index;

    @Inject
    Executor executor;

    // tag::asynchronous
    @GET
    @Path("{team}/search")
    public CompletionStage<Response> search(@PathParam("team") String team, @QueryParam("q") String text) {
        QuotaCharge charge = new QuotaCharge(quotas.key("team:{path.team}", team), SEARCHES, 1);
        return quotas.consumeAsync(List.of(charge))
                .thenApply(QuotaDecision::orThrow)
                .thenApplyAsync(granted -> Response.ok(index.find(text)).build(), executor);
    }
    // end::asynchronous

    // tag::asynchronous-batch
    public long chargeAll(List<String> customers) {
        long granted = 0;
        for (int from = 0; from < customers.size(); from += 1_000) {
            List<String> some = customers.subList(from, Math.min(from + 1_000, customers.size()));
            List<CompletableFuture<QuotaDecision>> decisions = some.stream()
                    .map(customer -> new QuotaCharge(quotas.key("customer:{path.id}", customer), INVOICES, 1))
                    .map(charge -> quotas.consumeAsync(List.of(charge)).toCompletableFuture())
                    .toList();
            granted += decisions.stream()
                    .filter(decision -> decision.join().allowed())
                    .count();
        }
        return granted;
    }
    // end::asynchronous-batch

    /** What is searched. */
    public interface Index {

        /**
         * Looks something up.
         *
         * @param text what
         * @return the result
         */
        String find(String text);
    }
}
