// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Arguments that JAX-RS fills with credentials or cookies, by themselves or in the members of a {@code @BeanParam}. */
final class ArgumentCredentials {

    private ArgumentCredentials() {}

    /**
     * Whether an argument, or a property that is read of it, is a credential.
     *
     * @param method the method
     * @param index the parameter
     * @param properties what is read of it, each of the one before
     * @return true if so, by an annotation here or on a method that this overrides, by its name, or by its type
     */
    static boolean fill(Method method, int index, List<String> properties) {
        Parameter parameter = method.getParameters()[index];
        boolean named = parameter.isNamePresent() && Credentials.areRead(parameter.getName());
        return named
                || declaredIn(method.getDeclaringClass(), method)
                        .map(declared -> declared.getParameters()[index])
                        .anyMatch(ArgumentCredentials::isFilled)
                || isIn(parameter.getType(), properties);
    }

    private static boolean isIn(Class<?> argument, List<String> properties) {
        Class<?> type = argument;
        for (String property : properties) {
            if (holdsRequest(type) || isFilled(type, property)) {
                return true;
            }
            Optional<Field> field = field(type, property);
            if (field.isEmpty()) {
                return false;
            }
            type = field.get().getType();
        }
        return holdsRequest(type);
    }

    /**
     * {@code HttpHeaders}, {@code HttpServletRequest}, {@code Cookie}, {@code UriInfo}, …: headers and parameters
     * unnamed.
     */
    private static boolean holdsRequest(Class<?> type) {
        return !SecurityContext.class.isAssignableFrom(type)
                && (type.getName().startsWith("jakarta.ws.rs.core.")
                        || type.getName().startsWith("jakarta.servlet."));
    }

    /** Where no member has the property's name, it can be made of any. */
    private static boolean isFilled(Class<?> bean, String property) {
        Stream<? extends AnnotatedElement> members =
                field(bean, property).isPresent() ? named(bean, property) : members(bean);
        return members.anyMatch(ArgumentCredentials::isFilled);
    }

    private static Stream<AnnotatedElement> named(Class<?> bean, String property) {
        return members(bean).filter(member -> isOf(member, property));
    }

    private static boolean isOf(AnnotatedElement member, String property) {
        if (member instanceof Field field) {
            return field.getName().equals(property);
        }
        if (member instanceof Method method) {
            String name = method.getName();
            return name.equals(property)
                    || name.length() > 3 && name.substring(3).equalsIgnoreCase(property)
                    || name.length() > 2 && name.substring(2).equalsIgnoreCase(property);
        }
        return member instanceof Parameter parameter
                && (!parameter.isNamePresent() || parameter.getName().equals(property));
    }

    /** Fields, methods and the parameters of constructors, with those of superclasses. */
    private static Stream<AnnotatedElement> members(Class<?> bean) {
        return withSuperclasses(bean).flatMap(type -> Stream.of(
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredMethods()),
                        Arrays.stream(type.getDeclaredConstructors())
                                .map(Constructor::getParameters)
                                .flatMap(Arrays::stream))
                .flatMap(kind -> kind));
    }

    private static Optional<Field> field(Class<?> bean, String property) {
        return withSuperclasses(bean)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.getName().equals(property))
                .findFirst();
    }

    private static Stream<Class<?>> withSuperclasses(Class<?> bean) {
        return Stream.iterate(bean, type -> type != null && type != Object.class, Class::getSuperclass);
    }

    private static boolean isFilled(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations()).anyMatch(ArgumentCredentials::isCredential);
    }

    private static boolean isCredential(Annotation annotation) {
        if (annotation instanceof HeaderParam header) {
            return Credentials.areInHeader(header.value());
        }
        if (annotation instanceof QueryParam query) {
            return Credentials.areIn(query.value());
        }
        if (annotation instanceof FormParam form) {
            return Credentials.areIn(form.value());
        }
        if (annotation instanceof MatrixParam matrix) {
            return Credentials.areIn(matrix.value());
        }
        if (annotation instanceof PathParam path) {
            return Credentials.areIn(path.value());
        }
        return annotation instanceof CookieParam;
    }

    /** The method as a class and all above it declare it. */
    private static Stream<Method> declaredIn(@Nullable Class<?> type, Method method) {
        if (type == null) {
            return Stream.empty();
        }
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
        return Stream.concat(
                Stream.of(type.getDeclaredMethods())
                        .filter(declared -> declared.getName().equals(method.getName())
                                && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes())),
                above.flatMap(ancestor -> declaredIn(ancestor, method)));
    }
}
