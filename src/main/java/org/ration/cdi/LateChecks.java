// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.decorator.Decorator;
import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.Path;
import java.lang.System.Logger;
import java.util.Set;
import java.util.function.Predicate;
import org.ration.container.Interception;

/** Checks classes with quotas that CDI did not show at deployment, as they are not in a bean archive or not beans. */
public final class LateChecks {

    private static final Logger LOG = System.getLogger("org.ration");

    private LateChecks() {}

    /**
     * Checks classes that the web container has found; resources of JAX-RS are checked when it starts.
     *
     * @param deployment what CDI has shown
     * @param declaring classes on which, or on whose methods, quotas are written
     * @param missed whether the server does not intercept the objects of a class if they are endpoints of WebSocket
     * @throws IllegalStateException if one of them is illegal or has no effect
     */
    public static void check(Deployment deployment, Set<Class<?>> declaring, Predicate<Class<?>> missed) {
        DeploymentProblems problems = new DeploymentProblems();
        DeploymentChecks checks = new DeploymentChecks(deployment.declarations(), problems);
        declaring.stream()
                .filter(type -> !deployment.seen().test(type) && isToBeChecked(type))
                .forEach(checks::checkOther);
        declaring.stream()
                .filter(type -> Interception.isEndpoint(type) && missed.test(type))
                .forEach(type -> problems.endpointNotIntercepted(type.getName()));
        problems.warnings().forEach(warning -> LOG.log(WARNING, warning));
        problems.throwIfAny(IllegalStateException::new);
    }

    private static boolean isToBeChecked(Class<?> type) {
        return !type.isInterface()
                && !type.isAnnotationPresent(Path.class)
                && !type.isAnnotationPresent(Interceptor.class)
                && !type.isAnnotationPresent(Decorator.class)
                && QuotaAnnotations.anyIn(type);
    }
}
