// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import static java.lang.StackWalker.Option.RETAIN_CLASS_REFERENCE;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.StackWalker.StackFrame;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;

/** Finds callers that start the application, and whose failure keeps it from starting. */
public final class EarlyCallers {

    /** Superclasses, as no frame of the stack shows which bean runs what it inherits. */
    private static final Set<Class<?>> ANCESTORS =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private EarlyCallers() {}

    /**
     * Takes note of a bean, if it may start with the application, for the callbacks that it inherits.
     *
     * @param bean the bean's type
     */
    public static void add(AnnotatedType<?> bean) {
        if (isOne(bean::isAnnotationPresent)) {
            addAncestors(bean.getJavaClass());
        }
    }

    private static void addAncestors(Class<?> bean) {
        for (Class<?> type = bean.getSuperclass(); type != null && type != Object.class; type = type.getSuperclass()) {
            ANCESTORS.add(type);
        }
    }

    /** Of any singleton, {@code ejb-jar.xml} may say that it starts with the application. */
    private static boolean isOne(Predicate<Class<? extends Annotation>> annotated) {
        return annotated.test(Startup.class) || annotated.test(Singleton.class);
    }

    /**
     * Whether this thread runs the lifecycle callback of such a bean, its own or one that it inherits.
     *
     * @return true while such a bean starts
     */
    public static boolean isStarting() {
        return StackWalker.getInstance(RETAIN_CLASS_REFERENCE).walk(frames -> frames.anyMatch(EarlyCallers::isOfStart));
    }

    private static boolean isOfStart(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        return (isOne(type::isAnnotationPresent) || ANCESTORS.contains(type))
                && Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(frame.getMethodName()))
                        .anyMatch(method -> method.isAnnotationPresent(PostConstruct.class));
    }
}
