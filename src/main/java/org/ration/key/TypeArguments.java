// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
     * A type as objects of the class have it.
     *
     * @param type a type that the class or an ancestor is declared with
     * @return the type without its own arguments
     */
    Class<?> erasure(Type type) {
        return erasure(type, Set.of());
    }

    /** A variable can be given to itself: by an inner class that extends its generic outer class. */
    private Class<?> erasure(Type type, Set<Type> seen) {
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return erasure(array.getGenericComponentType(), seen).arrayType();
        }
        if (type instanceof TypeVariable<?> variable) {
            Type bound = variable.getBounds()[0];
            return seen.contains(variable)
                    ? erasure(bound, seen)
                    : erasure(arguments.getOrDefault(variable, bound), with(seen, variable));
        }
        return type instanceof WildcardType wildcard ? erasure(wildcard.getUpperBounds()[0], seen) : (Class<?>) type;
    }

    private static Set<Type> with(Set<Type> seen, Type one) {
        Set<Type> more = new HashSet<>(seen);
        more.add(one);
        return more;
    }
}
