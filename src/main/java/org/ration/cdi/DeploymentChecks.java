package org.ration.cdi;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ration.Quota;

/**
 * Checks that the declarations of a class are legal, and in force: a method that the container cannot intercept would be
 * without limit silently.
 */
final class DeploymentChecks {

    private final Declarations declarations;
    private final DeploymentProblems problems;

    DeploymentChecks(Declarations declarations, DeploymentProblems problems) {
        this.declarations = declarations;
        this.problems = problems;
    }

    /**
     * Checks a class in whose hierarchy there is a {@link Quota}.
     *
     * @param type the class
     * @param isBean whether the container makes its objects
     */
    void check(Class<?> type, boolean isBean) {
        if (!isBean && Modifier.isAbstract(type.getModifiers())) {
            return; // its declarations are those of the classes that extend it
        }
        QuotaAnnotations.methods(type).forEach(method -> check(type, method));
        if (isBean) {
            SelfCalls.of(type, quotaMethods(type))
                    .forEach(method -> problems.selfCall(QuotaAnnotations.name(method), type.getName()));
        } else if (!type.isAnnotationPresent(Path.class)) {
            problems.noBean(type.getName());
        }
    }

    private void check(Class<?> type, Method method) {
        if (hasQuota(type, method)) {
            obstacle(type, method)
                    .ifPresent(reason -> problems.notInterceptable(QuotaAnnotations.name(method), reason));
            List<Declaration> read = declarations.read(type, method, problems);
            if (Interception.isTimer(method)) {
                read.stream()
                        .filter(Declaration::needsCaller)
                        .forEach(declaration ->
                                problems.timerWithoutCaller(QuotaAnnotations.name(method), declaration.key()));
            }
        }
        if (method.isAnnotationPresent(Quota.None.class) && method.getAnnotationsByType(Quota.class).length > 0) {
            problems.noneAndQuota(QuotaAnnotations.name(method));
        }
    }

    /**
     * Whether a class has a method with a quota that the container cannot intercept, so that it does not start.
     *
     * @param type the class
     * @return true if there is one
     */
    static boolean hasObstacle(Class<?> type) {
        return QuotaAnnotations.methods(type)
                .anyMatch(method ->
                        hasQuota(type, method) && obstacle(type, method).isPresent());
    }

    private static boolean hasQuota(Class<?> type, Method method) {
        return QuotaAnnotations.onMethod(type, method)
                .map(own -> !own.quotas().isEmpty())
                .orElseGet(() -> Interception.takesQuotaOfClass(method)
                        && !QuotaAnnotations.onClass(type).quotas().isEmpty());
    }

    private static Optional<String> obstacle(Class<?> type, Method method) {
        return Interception.obstacle(
                method, QuotaAnnotations.onMethod(type, method).isPresent());
    }

    private static Set<Method> quotaMethods(Class<?> type) {
        return QuotaAnnotations.methods(type)
                .filter(method -> !QuotaAnnotations.of(type, method).quotas().isEmpty())
                .collect(Collectors.toSet());
    }
}
