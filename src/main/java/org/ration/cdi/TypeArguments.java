// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The types that a class gives to the type variables of its ancestors. A class that only inherits a method can join it
 * with a generic interface, so that the method's own class does not show what it implements.
 */
final class TypeArguments {

    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    private TypeArguments() {}

    /**
     * The type arguments of all ancestors of a class.
     *
     * @param type the class of the objects
     * @return the arguments
     */
    static TypeArguments of(Class<?> type) {
        TypeArguments found = new TypeArguments();
        found.addAncestorsOf(type);
        return found;
    }

    private void addAncestorsOf(Class<?> type) {
        if (type.getGenericSuperclass() != null) {
            add(type.getGenericSuperclass());
        }
        Arrays.stream(type.getGenericInterfaces()).forEach(this::add);
    }

    private void add(Type ancestor) {
        Class<?> raw = erasure(ancestor);
        if (ancestor instanceof ParameterizedType generic) {
            for (int i = 0; i < raw.getTypeParameters().length; i++) {
                arguments.put(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
            }
        }
        addAncestorsOf(raw);
    }

    /**
     * The parameter types of a method, as objects of the class have it.
     *
     * @param method a method of the class or of an ancestor
     * @return the types without their own arguments
     */
    Class<?>[] parametersOf(Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(this::erasure)
                .toArray(Class<?>[]::new);
    }

    private Class<?> erasure(Type type) {
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return erasure(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof TypeVariable<?> variable) {
            return erasure(arguments.getOrDefault(variable, variable.getBounds()[0]));
        }
        return type instanceof WildcardType wildcard ? erasure(wildcard.getUpperBounds()[0]) : (Class<?>) type;
    }
}
