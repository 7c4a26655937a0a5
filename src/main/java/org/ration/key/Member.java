// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.ws.rs.BeanParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What JAX-RS can fill of an object: a field, a method that sets a property, a parameter of a constructor.
 *
 * @param element the field, method or parameter
 * @param type its type, or that of what the method takes or answers
 */
record Member(AnnotatedElement element, Type type) {

    /** The members of a class and of its superclasses. */
    static List<Member> of(Class<?> bean) {
        List<Member> members = new ArrayList<>();
        for (Class<?> type = bean; type != null && type != Object.class; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredFields()).map(Member::of).forEach(members::add);
            Arrays.stream(type.getDeclaredMethods()).map(Member::of).forEach(members::add);
            Arrays.stream(type.getDeclaredConstructors())
                    .flatMap(Member::parametersOf)
                    .forEach(members::add);
        }
        return members;
    }

    /** With those of the beans that are {@code @BeanParam} in it, and in those. */
    static List<Member> withNested(Class<?> bean) {
        List<Member> members = new ArrayList<>();
        addNested(bean, members, new LinkedHashSet<>());
        return members;
    }

    private static void addNested(Class<?> bean, List<Member> members, Set<Class<?>> seen) {
        if (seen.add(bean)) {
            List<Member> own = of(bean);
            TypeArguments arguments = TypeArguments.of(bean);
            members.addAll(own);
            own.stream()
                    .filter(member -> member.element.isAnnotationPresent(BeanParam.class))
                    .forEach(member -> addNested(arguments.erasure(member.type), members, seen));
        }
    }

    private static Member of(Field field) {
        return new Member(field, field.getGenericType());
    }

    private static Member of(Method method) {
        Type[] taken = method.getGenericParameterTypes();
        return new Member(method, taken.length == 1 ? taken[0] : method.getGenericReturnType());
    }

    private static Stream<Member> parametersOf(Constructor<?> constructor) {
        return Arrays.stream(constructor.getParameters()).map(Member::of);
    }

    private static Member of(Parameter parameter) {
        return new Member(parameter, parameter.getParameterizedType());
    }

    /** Whether a field, a getter or setter, or a parameter is that of a property. */
    boolean isOf(String property) {
        if (element instanceof Field field) {
            return field.getName().equals(property);
        }
        if (element instanceof Method method) {
            String name = method.getName();
            return name.equals(property)
                    || name.length() > 3 && name.substring(3).equalsIgnoreCase(property)
                    || name.length() > 2 && name.substring(2).equalsIgnoreCase(property);
        }
        return element instanceof Parameter parameter
                && (!parameter.isNamePresent() || parameter.getName().equals(property));
    }

    boolean isField() {
        return element instanceof Field;
    }

    boolean isGetter() {
        return element instanceof Method method && method.getParameterCount() == 0;
    }
}
