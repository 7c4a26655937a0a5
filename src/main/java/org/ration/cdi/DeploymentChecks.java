package org.ration.cdi;

import jakarta.ejb.Schedule;
import jakarta.ejb.Schedules;
import jakarta.ejb.Timeout;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ration.Quota;

/**
 * Checks that the declarations of a class are legal, and in force: a method that the container cannot intercept would be
 * without limit silently.
 */
final class DeploymentChecks {

    private final Declarations declarations;
    private final Problems problems;

    DeploymentChecks(Declarations declarations, Problems problems) {
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
        methods(type).forEach(method -> check(type, method));
        if (isBean) {
            SelfCalls.of(type, quotaMethods(type))
                    .forEach(method -> problems.selfCall(QuotaAnnotations.name(method), type.getName()));
        } else if (!Modifier.isAbstract(type.getModifiers()) && !type.isAnnotationPresent(Path.class)) {
            problems.noBean(type.getName());
        }
    }

    private void check(Class<?> type, Method method) {
        Optional<QuotaAnnotations.Found> own = QuotaAnnotations.onMethod(type, method);
        if (own.isEmpty() ? isBusinessMethod(method) : !own.get().quotas().isEmpty()) {
            obstacle(method, own.isPresent())
                    .ifPresent(reason -> problems.notInterceptable(QuotaAnnotations.name(method), reason));
            declarations.read(type, method, problems);
        }
        if (method.isAnnotationPresent(Quota.None.class) && method.getAnnotationsByType(Quota.class).length > 0) {
            problems.noneAndQuota(QuotaAnnotations.name(method));
        }
    }

    /** Timer methods are called by the container whatever their visibility. */
    private static Optional<String> obstacle(Method method, boolean declaresQuota) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers)) {
            return Optional.of("static");
        }
        if (isTimer(method)) {
            return Optional.empty();
        }
        if (Modifier.isFinal(modifiers)) {
            return Optional.of("final");
        }
        return declaresQuota && !Modifier.isPublic(modifiers) ? Optional.of("not public") : Optional.empty();
    }

    private static boolean isTimer(Method method) {
        return Stream.of(Schedule.class, Schedules.class, Timeout.class).anyMatch(method::isAnnotationPresent);
    }

    private static boolean isBusinessMethod(Method method) {
        return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    }

    private static Set<Method> quotaMethods(Class<?> type) {
        return methods(type)
                .filter(method -> !QuotaAnnotations.of(type, method).quotas().isEmpty())
                .collect(Collectors.toSet());
    }

    /** The methods of the class and of its superclasses, without those that the compiler made. */
    private static Stream<Method> methods(Class<?> type) {
        return Stream.<Class<?>>iterate(type, c -> c != null && c != Object.class, Class::getSuperclass)
                .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic());
    }
}
