package org.ration.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Schedule;
import jakarta.ejb.Schedules;
import jakarta.ejb.Timeout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.stream.Stream;

/** Which methods a container can intercept. */
final class Interception {

    private Interception() {}

    /**
     * Why calls of a method are not intercepted.
     *
     * @param method the method
     * @param declaresQuota whether the quota stands on the method and not on its class, which means business methods only
     * @return the reason; empty if they are
     */
    static Optional<String> obstacle(Method method, boolean declaresQuota) {
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
        if (!declaresQuota) {
            return Optional.empty();
        }
        return isLifecycleCallback(method)
                ? Optional.of("a lifecycle callback")
                : Optional.of("not public").filter(any -> !Modifier.isPublic(modifiers));
    }

    /** Timer methods are called by the container whatever their visibility. */
    static boolean isTimer(Method method) {
        return Stream.of(Schedule.class, Schedules.class, Timeout.class).anyMatch(method::isAnnotationPresent);
    }

    private static boolean isLifecycleCallback(Method method) {
        return Stream.of(PostConstruct.class, PreDestroy.class).anyMatch(method::isAnnotationPresent);
    }

    /**
     * Whether a quota on a class applies to a method.
     *
     * @param method the method
     * @return true for a public method of objects, and for a timer's
     */
    static boolean takesQuotaOfClass(Method method) {
        return isTimer(method) || Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    }
}
