// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Arguments that JAX-RS fills with credentials or cookies, by themselves or in the members of a {@code @BeanParam}. */
final class ArgumentCredentials {

    private ArgumentCredentials() {}

    /**
     * Whether an argument, or a property that is read of it, is a credential.
     *
     * @param called the method
     * @param index the parameter
     * @param properties what is read of it, each of the one before
     * @return true if so, by an annotation or its name here or on a method that this overrides, or by its type
     */
    static boolean fill(CalledMethod called, int index, List<String> properties) {
        return called.parameters(index).anyMatch(parameter -> isNamed(parameter) || isFilled(parameter))
                || isIn(called.parameterType(index), properties);
    }

    private static boolean isNamed(Parameter parameter) {
        return parameter.isNamePresent() && Credentials.areRead(parameter.getName());
    }

    private static boolean isIn(Class<?> argument, List<String> properties) {
        Class<?> type = argument;
        for (String property : properties) {
            if (holdsRequest(type) || isFilled(type, property)) {
                return true;
            }
            Optional<Class<?>> next = typeOf(type, property);
            if (next.isEmpty()) {
                return false;
            }
            type = next.get();
        }
        return holdsRequest(type);
    }

    /** By the field, else by what a method answers. */
    private static Optional<Class<?>> typeOf(Class<?> bean, String property) {
        List<Member> named =
                Member.of(bean).stream().filter(member -> member.isOf(property)).toList();
        return Stream.concat(
                        named.stream().filter(Member::isField), named.stream().filter(Member::isGetter))
                .<Class<?>>map(member -> TypeArguments.of(bean).erasure(member.type()))
                .findFirst();
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

    /** Where no field has the property's name, it can be made of any member, and of those of nested beans. */
    private static boolean isFilled(Class<?> bean, String property) {
        List<Member> named =
                Member.of(bean).stream().filter(member -> member.isOf(property)).toList();
        return named.stream().anyMatch(Member::isField)
                ? named.stream().anyMatch(member -> isFilled(member.element()))
                : Member.withNested(bean).stream()
                        .anyMatch(member -> isFilled(member.element()) || isRequest(bean, member));
    }

    private static boolean isRequest(Class<?> bean, Member member) {
        return member.element().isAnnotationPresent(Context.class)
                && holdsRequest(TypeArguments.of(bean).erasure(member.type()));
    }

    private static boolean isFilled(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations()).anyMatch(ArgumentCredentials::isCredential);
    }

    private static boolean isCredential(Annotation annotation) {
        if (annotation instanceof HeaderParam header) {
            return Credentials.areInHeader(header.value());
        }
        if (annotation instanceof QueryParam query) {
            return Credentials.areSent(query.value());
        }
        if (annotation instanceof FormParam form) {
            return Credentials.areSent(form.value());
        }
        if (annotation instanceof MatrixParam matrix) {
            return Credentials.areIn(matrix.value());
        }
        if (annotation instanceof PathParam path) {
            return Credentials.areIn(path.value());
        }
        return annotation instanceof CookieParam;
    }
}
