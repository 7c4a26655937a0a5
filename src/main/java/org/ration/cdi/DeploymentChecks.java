// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ration.Quota;
import org.ration.container.Interception;

/**
 * Checks that the declarations of a class are legal and take effect: a method that the container cannot intercept would
 * be without limit silently.
 */
final class DeploymentChecks {

    private final Declarations declarations;
    private final int shards;
    private final DeploymentProblems problems;

    DeploymentChecks(Deployment deployment, DeploymentProblems problems) {
        this.declarations = deployment.declarations();
        this.shards = deployment.settings().shards();
        this.problems = problems;
    }

    /**
     * Checks an enabled bean in whose hierarchy there is a {@link Quota}.
     *
     * @param type its class
     */
    void checkBean(Class<?> type) {
        checkInForce(type);
        SelfCalls.of(type, quotaMethods(type))
                .forEach(method -> problems.selfCall(DeploymentProblems.name(method), type.getName()));
    }

    /**
     * Checks a class in whose hierarchy there is a {@link Quota}, and which is not a bean.
     *
     * @param type the class
     */
    void checkOther(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return; // its declarations are those of the classes that extend it
        }
        if (Interception.isComponent(type)) {
            checkInForce(type);
        } else {
            checkDisabled(type);
            problems.noBean(type.getName());
        }
    }

    /**
     * Checks a bean that is not enabled: nothing is compared with what it declares.
     *
     * @param type its class
     */
    void checkDisabled(Class<?> type) {
        QuotaAnnotations.methods(type).forEach(method -> {
            checkNone(method);
            declarations.readApart(type, method, problems);
        });
    }

    private void checkInForce(Class<?> type) {
        Interception.obstacle(type).ifPresent(reason -> problems.classNotInterceptable(type.getName(), reason));
        QuotaAnnotations.methods(type).forEach(method -> check(type, method));
    }

    private void check(Class<?> type, Method method) {
        checkNone(method);
        if (!hasQuota(type, method)) {
            return;
        }
        problems.uncounted(method, isOwn(type, method));
        List<Declaration> read = declarations.read(type, method, problems);
        Set<String> keys = read.stream().map(Declaration::key).collect(Collectors.toCollection(TreeSet::new));
        if (shards > 1 && keys.size() > 1) {
            problems.severalKeysOnShards(DeploymentProblems.name(method), keys, shards);
        }
        if (Interception.isTimer(method)) {
            read.stream()
                    .filter(Declaration::needsCaller)
                    .forEach(declaration ->
                            problems.timerWithoutCaller(DeploymentProblems.name(method), declaration.key()));
        }
    }

    private void checkNone(Method method) {
        if (method.isAnnotationPresent(Quota.None.class) && method.getAnnotationsByType(Quota.class).length > 0) {
            problems.noneAndQuota(DeploymentProblems.name(method));
        }
    }

    /**
     * Whether the container would not start because of a class with quotas, as it cannot intercept it.
     *
     * @param type the class
     * @return true if the class, or a method with a quota, cannot be intercepted
     */
    static boolean hasObstacle(Class<?> type) {
        return Interception.obstacle(type).isPresent()
                || QuotaAnnotations.methods(type)
                        .anyMatch(method -> hasQuota(type, method)
                                && Interception.obstacle(method, isOwn(type, method))
                                        .isPresent());
    }

    static boolean hasQuota(Class<?> type, Method method) {
        return !QuotaAnnotations.of(type, method).quotas().isEmpty();
    }

    private static boolean isOwn(Class<?> type, Method method) {
        return QuotaAnnotations.onMethod(type, method).isPresent();
    }

    private static Set<Method> quotaMethods(Class<?> type) {
        return QuotaAnnotations.methods(type)
                .filter(method -> hasQuota(type, method))
                .collect(Collectors.toSet());
    }
}
