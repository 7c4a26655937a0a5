// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.QuotaStoreException;

/** Writes a note in a transaction that also charges. */
@Path("notes")
@ApplicationScoped
public class NotesResource {

    @Inject
    private Notes notes;

    @Inject
    private Callers callers;

    @Inject
    private QuotaRegistry quotas;

    @POST
    @Path("table")
    public void prepare() throws SQLException {
        notes.prepare();
    }

    /** Answers what became of the charge. */
    @POST
    @Path("{id}")
    public String write(
            @PathParam("id") String id,
            @QueryParam("caller") String caller,
            @QueryParam("by") String by,
            @QueryParam("key") String key,
            @QueryParam("limit") long limit,
            @QueryParam("commit") boolean commit) {
        StringBuilder outcome = new StringBuilder();
        Runnable charge = () -> outcome.append(charge(key, limit));
        callers.get(caller)
                .call(
                        () -> {
                            if (by.equals("connection")) {
                                notes.writeByConnection(id, charge);
                            } else {
                                notes.writeByEntityManager(id, charge);
                            }
                        },
                        commit);
        return outcome.toString();
    }

    private String charge(String key, long limit) {
        try {
            QuotaDecision decision = quotas.consume(key, QuotaPolicy.of(limit, QuotaPeriod.MONTH));
            return decision.allowed() ? "allowed" : "refused";
        } catch (QuotaStoreException fault) {
            return fault.outcomeUnknown() ? "unknown" : "not charged";
        }
    }

    @GET
    @Path("{id}")
    public boolean has(@PathParam("id") String id) throws SQLException {
        return notes.has(id);
    }
}
