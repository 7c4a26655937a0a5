package org.ration.observability.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.ration.ledger.Ledger;
import org.ration.log.LogLimiter;

/**
 * Ready while charging can work: the database answers, and its tables are those of this version. Answers with the ids of
 * what is wrong; the log says more, at most once in a second.
 */
@Readiness
@ApplicationScoped
class StoreHealth implements HealthCheck {

    private static final Logger LOG = System.getLogger("org.ration");
    private static final String NAME = "ration";

    private final Ledger ledger;
    private final LogLimiter limiter = new LogLimiter();

    /** For the client proxy. */
    protected StoreHealth() {
        this(null);
    }

    @Inject
    StoreHealth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> problems = ledger.problems();
        if (problems.isEmpty()) {
            return HealthCheckResponse.up(NAME);
        }
        problems.forEach(problem -> limiter.each(id(problem), more -> LOG.log(Level.WARNING, "not ready: " + problem)));
        HealthCheckResponseBuilder down = HealthCheckResponse.named(NAME).down();
        return down.withData(
                        "problems",
                        String.join(" ", problems.stream().map(StoreHealth::id).toList()))
                .build();
    }

    private static String id(String problem) {
        return problem.split(" ", 2)[0];
    }
}
