// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parts of a request that a key takes as text, and the method as another type: {@code 7}, {@code 07} and {@code +7} are
 * one {@code long} and three keys.
 */
public final class TypedParts {

    /** In the identity of a form, where names have one spelling. */
    private static final Pattern PART = Pattern.compile("(?:^|[{ (])(path|param)(?::([^{}]+)$| \\[ (['\"])(.*?)\\3 ])");

    private TypedParts() {}

    /**
     * A part that has a type.
     *
     * @param part the part as the form has it: {@code path} or {@code param}
     * @param name its name
     * @param type its type in the method
     * @param argument the index of the argument that is it; empty if it is a field
     */
    public record TypedPart(String part, String name, Class<?> type, Optional<Integer> argument) {}

    /**
     * Finds them.
     *
     * @param form the form
     * @param method the annotated resource method
     * @return the parts, in the order of the form
     */
    public static List<TypedPart> of(KeyForm form, Method method) {
        Set<TypedPart> typed = new LinkedHashSet<>();
        PART.matcher(form.identity()).results().forEach(found -> {
            boolean plain = found.group(2) != null;
            find(found.group(1), plain ? found.group(2) : found.group(4), method, typed::add);
        });
        return List.copyOf(typed);
    }

    private static void find(String part, String name, Method method, Consumer<TypedPart> typed) {
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Class<?> type = parameters[i].getType();
            if (isFilledBy(parameters[i], part, name) && hasSpellings(type)) {
                typed.accept(new TypedPart(part, name, type, Optional.of(i)));
            }
            if (parameters[i].isAnnotationPresent(BeanParam.class)) {
                fields(type, part, name, typed);
            }
        }
        fields(method.getDeclaringClass(), part, name, typed);
    }

    private static void fields(Class<?> type, String part, String name, Consumer<TypedPart> typed) {
        Stream.<Class<?>>iterate(type, any -> any != null && any != Object.class, Class::getSuperclass)
                .flatMap(any -> Arrays.stream(any.getDeclaredFields()))
                .filter(field -> isFilledBy(field, part, name))
                .map(Field::getType)
                .filter(TypedParts::hasSpellings)
                .forEach(fieldType -> typed.accept(new TypedPart(part, name, fieldType, Optional.empty())));
    }

    private static boolean isFilledBy(AnnotatedElement element, String part, String name) {
        PathParam path = element.getAnnotation(PathParam.class);
        QueryParam query = element.getAnnotation(QueryParam.class);
        return part.equals("path")
                ? path != null && path.value().equals(name)
                : query != null && query.value().equals(name);
    }

    /** Text has one spelling, and lists are taken apart. */
    private static boolean hasSpellings(Class<?> type) {
        return !CharSequence.class.isAssignableFrom(type)
                && !Collection.class.isAssignableFrom(type)
                && !type.isArray()
                && !type.getName().startsWith("jakarta.ws.rs.core.");
    }
}
