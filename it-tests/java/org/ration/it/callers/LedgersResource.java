// SPDX-License-Identifier: Apache-2.0
package org.ration.it.callers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.ration.container.CdiTransactionProbe;
import org.ration.container.CommitStatus;
import org.ration.container.JakartaContainer;
import org.ration.container.NewTransaction;
import org.ration.ledger.Ledger;
import org.ration.ledger.charge.LedgerSettings;

/** Starts ledgers whose transactions are those of a CDI bean, which Ration's are not. */
@Path("ledgers")
@ApplicationScoped
public class LedgersResource {

    @Inject
    private BeansTransaction beans;

    @Inject
    private Callers callers;

    @Inject
    private Notes notes;

    @PersistenceContext(unitName = "shop")
    private EntityManager entities;

    /** Answers what the ledger says at its start, when callers are of this kind. */
    @POST
    @Path("{caller}")
    public String start(@PathParam("caller") String caller) {
        LedgerSettings settings =
                new LedgerSettings(Clock.systemUTC(), true, 2, Duration.ofSeconds(20), false, "other");
        try {
            new Ledger(settings, new JakartaContainer(new OfBeans(), new CallerOfKind(callers.get(caller)))).start();
            return "started";
        } catch (IllegalStateException refused) {
            return refused.getMessage();
        }
    }

    private final class OfBeans extends NewTransaction {

        @Override
        public CommitStatus run(Consumer<EntityManager> work) {
            beans.run(work);
            return new CommitStatus();
        }
    }

    private final class CallerOfKind extends CdiTransactionProbe {

        private final Caller caller;

        private CallerOfKind(Caller caller) {
            this.caller = caller;
        }

        @Override
        public void run(Consumer<EntityManager> work) {
            caller.call(
                    () -> notes.writeByConnection(UUID.randomUUID().toString(), () -> work.accept(entities)), false);
        }
    }
}
