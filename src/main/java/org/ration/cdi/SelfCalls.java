// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.stream.Collectors.toSet;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ration.cdi.ClassFile.Reference;

/**
 * Finds methods that a class calls on itself, past its interceptors, by what its class file, those of its superclasses,
 * and those of its inner classes refer to; lambdas and method references are in the class file itself.
 */
final class SelfCalls {

    private SelfCalls() {}

    /**
     * The methods of a class that its own code, or inherited code, refers to.
     *
     * @param type the class
     * @param candidates the methods to look for
     * @return those of them that it refers to; none where a class file cannot be read
     */
    static List<Method> of(Class<?> type, Collection<Method> candidates) {
        Set<Method> called = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            called.addAll(in(c, candidates));
        }
        called.removeIf(SelfCalls::hasBridge);
        return List.copyOf(called);
    }

    /** The compiler's bridge to a generic method is a call, too. */
    private static boolean hasBridge(Method method) {
        return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                .anyMatch(bridge -> bridge.isBridge() && bridge.getName().equals(method.getName()));
    }

    private static List<Method> in(Class<?> type, Collection<Method> candidates) {
        Set<Reference> references = withInnerClasses(type)
                .flatMap(file -> ClassFile.references(file).stream())
                .collect(toSet());
        return candidates.stream()
                .filter(method -> references.contains(reference(type, method)))
                .toList();
    }

    private static Stream<Class<?>> withInnerClasses(Class<?> type) {
        try {
            return Stream.concat(
                    Stream.of(type), Stream.of(type.getNestMembers()).filter(nested -> isInside(nested, type)));
        } catch (LinkageError unreadable) {
            return Stream.of(type);
        }
    }

    /**
     * Whether the objects of a class belong to an object of another, as those of inner, local and anonymous classes do.
     */
    private static boolean isInside(Class<?> nested, Class<?> type) {
        Class<?> outer = nested.getEnclosingClass();
        return outer != null && !Modifier.isStatic(nested.getModifiers()) && (outer == type || isInside(outer, type));
    }

    private static Reference reference(Class<?> type, Method method) {
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
        return new Reference(type.getName(), method.getName(), descriptor);
    }
}
