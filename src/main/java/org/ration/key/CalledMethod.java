// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A method as objects of a class have it. Annotations of JAX-RS can stand on a method that it overrides, and a class
 * that only inherits a method can join it with a generic interface.
 *
 * @param type the class of the objects
 * @param method a method of the class or of an ancestor
 */
public record CalledMethod(Class<?> type, Method method) {

    /**
     * The class, its superclasses from the nearest, then all interfaces.
     *
     * @param type the class
     * @return all but {@code Object}
     */
    public static Stream<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            classes.add(c);
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        classes.forEach(c -> addInterfaces(c, interfaces));
        return Stream.concat(classes.stream(), interfaces.stream());
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> interfaces) {
        for (Class<?> each : type.getInterfaces()) {
            if (interfaces.add(each)) {
                addInterfaces(each, interfaces);
            }
        }
    }

    /**
     * The method and those that it overrides or implements.
     *
     * @return the method first, the nearest first
     */
    public Stream<Method> withOverridden() {
        Stream<Method> overridden = hierarchy(type)
                .flatMap(ancestor -> Arrays.stream(ancestor.getDeclaredMethods()))
                .filter(candidate -> !candidate.isBridge() && !candidate.equals(method))
                .filter(this::overrides);
        return Stream.concat(Stream.of(method), overridden);
    }

    /**
     * Whether the method takes the place of another.
     *
     * @param other a method of the class or of an ancestor
     * @return true if objects of the class run the method where the other is called
     */
    public boolean overrides(Method other) {
        int modifiers = other.getModifiers();
        return method.getName().equals(other.getName())
                && method.getParameterCount() == other.getParameterCount()
                && !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && above(method.getDeclaringClass(), other.getDeclaringClass())
                && hasParametersOf(other);
    }

    private boolean hasParametersOf(Method other) {
        TypeArguments arguments = TypeArguments.of(type);
        return Arrays.equals(parameterTypes(arguments, method), parameterTypes(arguments, other));
    }

    private static boolean above(Class<?> type, Class<?> candidate) {
        return candidate.isInterface() || (candidate != type && candidate.isAssignableFrom(type));
    }

    private static Class<?>[] parameterTypes(TypeArguments arguments, Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(arguments::erasure)
                .toArray(Class<?>[]::new);
    }

    /** The class of an argument. */
    Class<?> parameterType(int index) {
        return TypeArguments.of(type).erasure(method.getGenericParameterTypes()[index]);
    }

    /** A parameter as the method and all that it overrides declare it. */
    Stream<Parameter> parameters(int index) {
        return withOverridden().map(declared -> declared.getParameters()[index]);
    }
}
