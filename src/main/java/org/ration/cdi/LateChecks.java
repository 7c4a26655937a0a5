// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.decorator.Decorator;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.ration.container.ApplicationName;
import org.ration.container.Interception;
import org.ration.ledger.startup.DeclaredCounter;

/** Checks classes with quotas that CDI did not show at deployment, as they are not in a bean archive or not beans. */
public final class LateChecks {

    private static final Logger LOG = System.getLogger("org.ration");

    private LateChecks() {}

    /**
     * Checks classes that the web container has found, and compares what they declare with what others declared.
     *
     * @param beans those of the application
     * @param declaring classes on which, or on whose methods, quotas are written
     * @param missed whether the server does not intercept the objects of a class if they are endpoints of WebSocket
     * @throws IllegalStateException if one of them is illegal or has no effect
     */
    public static void check(Instance<Object> beans, Set<Class<?>> declaring, Predicate<Class<?>> missed) {
        Deployment deployment = beans.select(Deployment.class).get();
        List<DeclaredCounter> compared = deployment.declarations().shared();
        DeploymentProblems problems = new DeploymentProblems();
        DeploymentChecks checks = new DeploymentChecks(deployment, problems);
        declaring.stream()
                .filter(type -> !deployment.seen().test(type) && isToBeChecked(type))
                .forEach(checks::checkOther);
        declaring.stream()
                .filter(type -> Interception.isEndpoint(type) && missed.test(type))
                .forEach(type -> problems.endpointNotIntercepted(type.getName()));
        deployment.directories().check(deployment.settings(), deployment.declarations(), problems);
        problems.warnings().forEach(warning -> LOG.log(WARNING, warning));
        problems.throwIfAny(IllegalStateException::new);
        compare(beans, deployment, compared);
    }

    private static void compare(Instance<Object> beans, Deployment deployment, List<DeclaredCounter> compared) {
        Set<DeclaredCounter> more = new HashSet<>(deployment.declarations().shared());
        compared.forEach(more::remove);
        if (!more.isEmpty() && !deployment.settings().off()) {
            beans.select(CheckedLedger.class).get().get().compareWithOthers(ApplicationName.ofThisThread(), more);
        }
    }

    private static boolean isToBeChecked(Class<?> type) {
        return !type.isInterface()
                && !type.isAnnotationPresent(Interceptor.class)
                && !type.isAnnotationPresent(Decorator.class)
                && QuotaAnnotations.anyIn(type);
    }
}
