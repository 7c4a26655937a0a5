// SPDX-License-Identifier: Apache-2.0
package org.ration.key;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

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
     * @param argument the index of the argument that is it; empty if it is none, or has several values
     */
    public record TypedPart(String part, String name, Class<?> type, Optional<Integer> argument) {}

    /**
     * Finds them.
     *
     * @param form the form
     * @param called the annotated resource method
     * @return the parts, in the order of the form
     */
    public static List<TypedPart> of(KeyForm form, CalledMethod called) {
        Set<TypedPart> typed = new LinkedHashSet<>();
        PART.matcher(form.identity()).results().forEach(found -> {
            boolean plain = found.group(2) != null;
            find(found.group(1), plain ? found.group(2) : found.group(4), called, typed::add);
        });
        return List.copyOf(typed);
    }

    private static void find(String part, String name, CalledMethod called, Consumer<TypedPart> typed) {
        TypeArguments arguments = TypeArguments.of(called.type());
        for (int i = 0; i < called.method().getParameterCount(); i++) {
            Type type = called.method().getGenericParameterTypes()[i];
            if (called.parameters(i).anyMatch(parameter -> isFilledBy(parameter, part, name))) {
                Optional<Integer> argument = isSingle(arguments.erasure(type)) ? Optional.of(i) : Optional.empty();
                add(part, name, value(type, arguments), argument, typed);
            }
            if (called.parameters(i).anyMatch(parameter -> parameter.isAnnotationPresent(BeanParam.class))) {
                members(arguments.erasure(type), part, name, typed);
            }
        }
        members(called.type(), part, name, typed);
    }

    private static void members(Class<?> bean, String part, String name, Consumer<TypedPart> typed) {
        TypeArguments arguments = TypeArguments.of(bean);
        Member.withNested(bean).stream()
                .filter(member -> isFilledBy(member.element(), part, name))
                .forEach(member -> add(part, name, value(member.type(), arguments), Optional.empty(), typed));
    }

    private static void add(
            String part, String name, Class<?> type, Optional<Integer> argument, Consumer<TypedPart> typed) {
        if (hasSpellings(type)) {
            typed.accept(new TypedPart(part, name, type, argument));
        }
    }

    private static boolean isFilledBy(AnnotatedElement element, String part, String name) {
        PathParam path = element.getAnnotation(PathParam.class);
        QueryParam query = element.getAnnotation(QueryParam.class);
        return part.equals("path")
                ? path != null && path.value().equals(name)
                : query != null && query.value().equals(name);
    }

    private static boolean isSingle(Class<?> type) {
        return !Collection.class.isAssignableFrom(type) && !type.isArray();
    }

    /** The type of one value: lists and the like are taken apart. */
    private static Class<?> value(Type type, TypeArguments arguments) {
        Class<?> raw = arguments.erasure(type);
        if (raw.isArray()) {
            return raw.getComponentType();
        }
        boolean holds = raw == Optional.class || !isSingle(raw);
        if (holds) {
            return type instanceof ParameterizedType generic
                    ? arguments.erasure(generic.getActualTypeArguments()[0])
                    : String.class;
        }
        return raw;
    }

    /** Text has one spelling. */
    private static boolean hasSpellings(Class<?> type) {
        return !CharSequence.class.isAssignableFrom(type) && !type.getName().startsWith("jakarta.ws.rs.core.");
    }
}
