// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.inject.Stereotype;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ration.Quota;
import org.ration.Quotas;
import org.ration.container.Interception;
import org.ration.key.CalledMethod;

/**
 * Finds the {@link Quota} annotations that apply to a method of a class. The one place that knows the order: the
 * method, the methods it overrides or implements, the class, its superclasses, its interfaces. At each of them directly
 * before through a stereotype or another interceptor binding.
 */
final class QuotaAnnotations {

    private QuotaAnnotations() {}

    /**
     * The annotations that apply.
     *
     * @param type the class of the object that is called; a container's subclass of it will do
     * @param method the method that is called
     * @return their places, with the annotations in the order in which they are written; empty if there are none, or
     *     {@link Quota.None} lifts them
     */
    static Found of(Class<?> type, Method method) {
        Method called = called(type, method);
        return onMethod(type, called)
                .orElseGet(() -> Interception.takesQuotaOfClass(called) ? onClass(type) : new Found(type, List.of()));
    }

    /**
     * Whether nothing can be read of a class that says whether a method has a quota.
     *
     * @param type the class of the object that is called
     * @param method a method that is intercepted nevertheless
     * @return true if there is neither a {@link Quota} nor a {@link Quota.None} on the method or the class
     */
    static boolean nowhere(Class<?> type, Method method) {
        return onMethod(type, method).isEmpty() && onClass(type).quotas().isEmpty();
    }

    /**
     * Whether the container itself takes a method for one with a {@link Quota}, so that it is intercepted without
     * {@link RationExtension}'s doing: it does not look at interfaces and at overridden methods.
     *
     * @param type the class, as the application wrote it
     * @param method a method to which annotations apply
     * @return true if the container sees one of them
     */
    static boolean isSeenByContainer(Class<?> type, Method method) {
        Method called = called(type, method);
        AnnotatedElement element = of(type, method).element();
        return type.isAnnotationPresent(Quota.class)
                || type.isAnnotationPresent(Quotas.class)
                || element.equals(called)
                || element.equals(type);
    }

    /** The class's own method, where a container calls it by an interface's, or by a bridge of the compiler. */
    private static Method called(Class<?> type, Method method) {
        if (!method.isBridge() && !method.getDeclaringClass().isInterface()) {
            return method;
        }
        return methods(type)
                .filter(own -> own.getName().equals(method.getName()))
                .filter(own -> isOrOverrides(type, own, method))
                .findFirst()
                .orElse(method);
    }

    /**
     * Whether objects of a class have one method for both.
     *
     * @param type the class
     * @param called a method of the class or of an ancestor
     * @param other another of that name
     * @return true if the one called is the other or overrides or implements it
     */
    static boolean isOf(Class<?> type, Method called, Method other) {
        return isOrOverrides(type, called(type, called), other);
    }

    private static boolean isOrOverrides(Class<?> type, Method own, Method other) {
        return withOverridden(type, own).anyMatch(each -> sameParameters(each, other));
    }

    /**
     * The methods with a body that objects of a class have, without those that are overridden and those that the
     * compiler made.
     *
     * @param type the class
     * @return its methods, then those it inherits from superclasses and interfaces
     */
    static Stream<Method> methods(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        CalledMethod.hierarchy(type)
                .flatMap(ancestor -> Arrays.stream(ancestor.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic() && isOfObjects(method))
                .filter(method ->
                        methods.stream().noneMatch(nearer -> new CalledMethod(type, nearer).overrides(method)))
                .forEach(methods::add);
        return methods.stream();
    }

    /** Static and abstract methods of interfaces are not those of the classes that implement them. */
    private static boolean isOfObjects(Method method) {
        return !method.getDeclaringClass().isInterface() || method.isDefault();
    }

    /**
     * The annotations of a method, its overridden ones included, without those of the class.
     *
     * @param type the class of the object that is called
     * @param method the method
     * @return the annotations of the method; empty if there are none, not even {@link Quota.None}
     */
    static Optional<Found> onMethod(Class<?> type, Method method) {
        return withOverridden(type, called(type, method))
                .filter(candidate -> candidate.isAnnotationPresent(Quota.None.class)
                        || !on(candidate).isEmpty())
                .map(candidate -> new Found(candidate, on(candidate)))
                .findFirst();
    }

    /**
     * The annotations of a class, with those it inherits.
     *
     * @param type the class
     * @return the annotations of the class
     */
    static Found onClass(Class<?> type) {
        return CalledMethod.hierarchy(type)
                .filter(candidate -> !on(candidate).isEmpty())
                .map(candidate -> new Found(candidate, on(candidate)))
                .findFirst()
                .orElse(new Found(type, List.of()));
    }

    /**
     * Whether any annotation applies to a class or one of its methods.
     *
     * @param type the class
     * @return true if there is one in its hierarchy; false for a class that cannot be linked, as it names classes that
     *     are not there: no container can make a bean of it
     */
    static boolean anyIn(Class<?> type) {
        try {
            return CalledMethod.hierarchy(type)
                    .anyMatch(candidate -> !on(candidate).isEmpty()
                            || Arrays.stream(candidate.getDeclaredMethods())
                                    .anyMatch(method -> !on(method).isEmpty()));
        } catch (LinkageError unusable) {
            return false;
        }
    }

    /**
     * Where annotations are written in one class.
     *
     * @param type the class
     * @param onClass whether those on the class itself matter
     * @return the places, in words
     */
    static List<String> writtenIn(Class<?> type, boolean onClass) {
        Stream<Method> methods = Arrays.stream(type.getDeclaredMethods());
        return Stream.concat(onClass ? Stream.of(type) : Stream.empty(), methods)
                .filter(element -> !on(element).isEmpty())
                .map(element -> new Found(element, List.of()).where())
                .toList();
    }

    /**
     * Annotations and their place.
     *
     * @param element the method or class
     * @param quotas the annotations
     */
    record Found(AnnotatedElement element, List<Quota> quotas) {

        /**
         * The place of the annotations, in words.
         *
         * @return {@code com.shop.Exports#run(Order)} or {@code com.shop.Exports}
         */
        String where() {
            return element instanceof Method method ? DeploymentProblems.name(method) : ((Class<?>) element).getName();
        }
    }

    private static List<Quota> on(AnnotatedElement element) {
        Quota[] direct = element instanceof Class<?> type
                ? type.getDeclaredAnnotationsByType(Quota.class)
                : element.getAnnotationsByType(Quota.class);
        return direct.length > 0 ? List.of(direct) : carriedBy(element, new LinkedHashSet<>());
    }

    /** Stereotypes and interceptor bindings carry the annotations on them, and those carry further ones. */
    private static List<Quota> carriedBy(AnnotatedElement element, Set<Class<?>> seen) {
        List<Quota> quotas = new ArrayList<>();
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (carries(type) && seen.add(type)) {
                quotas.addAll(List.of(type.getDeclaredAnnotationsByType(Quota.class)));
                quotas.addAll(carriedBy(type, seen));
            }
        }
        return quotas;
    }

    private static boolean carries(Class<? extends Annotation> type) {
        return type != Quota.class
                && (type.isAnnotationPresent(Stereotype.class) || type.isAnnotationPresent(InterceptorBinding.class));
    }

    /**
     * A method and those that it overrides or implements.
     *
     * @param type the class of the object that is called
     * @param method the method
     * @return the method first, the nearest first
     */
    static Stream<Method> withOverridden(Class<?> type, Method method) {
        return new CalledMethod(type, method).withOverridden();
    }

    private static boolean sameParameters(Method one, Method other) {
        return Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }
}
