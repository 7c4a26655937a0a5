// SPDX-License-Identifier: Apache-2.0
package org.ration.observability.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.ration.cdi.Deployment;
import org.ration.container.ApplicationName;
import org.ration.ledger.Ledger;
import org.ration.log.LogLimiter;
import org.ration.log.OneLine;

/**
 * Ready while charging can work: the database answers, and its tables are those of this version. Where
 * {@code ration.when-store-fails=pass} lets calls pass uncounted, the node stays ready but still reports the problems.
 * Always ready where {@code ration.mode=off} needs no database. Answers with the ids of the problems; the log has the
 * details, at most once a second.
 */
@Readiness
@ApplicationScoped
class StoreHealth implements HealthCheck {

    private static final Logger LOG = System.getLogger("org.ration");

    private final Ledger ledger;
    private final Deployment deployment;
    private final String name;
    private final LogLimiter limiter = new LogLimiter();

    /** For the client proxy. */
    protected StoreHealth() {
        this(null, null);
    }

    @Inject
    StoreHealth(Ledger ledger, Deployment deployment) {
        this.ledger = ledger;
        this.deployment = deployment;
        String application = ApplicationName.ofThisThread();
        this.name = application.isEmpty() ? "ration" : "ration-" + application;
    }

    /**
     * Has the check made now: Payara Micro 6.2025.10 calls it on a thread that does not know the application's name.
     * Without it {@code StoreFaultIT} finds no check of that name.
     */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
        LOG.log(Level.DEBUG, "readiness is checked as {0}", name);
    }

    @Override
    public HealthCheckResponse call() {
        List<String> problems = deployment.settings().off() ? List.of() : ledger.problems();
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name)
                .status(problems.isEmpty() || deployment.settings().passWhenStoreFails());
        if (!problems.isEmpty()) {
            problems.forEach(problem ->
                    limiter.each(id(problem), more -> LOG.log(Level.WARNING, "not ready: " + OneLine.of(problem))));
            response.withData(
                    "problems",
                    String.join(" ", problems.stream().map(StoreHealth::id).toList()));
        }
        return response.build();
    }

    private static String id(String problem) {
        return problem.split(" ", 2)[0];
    }
}
