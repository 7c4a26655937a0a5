package org.ration.key;

import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Headers whose values are credentials by their name, and parameters that JAX-RS fills with them, or with cookies. */
final class Credentials {

    private static final Set<String> HEADERS = Set.of("authorization", "proxy-authorization", "cookie");

    private Credentials() {}

    static boolean areIn(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return HEADERS.contains(name) || Stream.of("key", "token", "secret").anyMatch(name::contains);
    }

    /** Whether a parameter is filled with one, by an annotation on its method or on one that this overrides. */
    static boolean fill(Method method, int index) {
        return declaredIn(method.getDeclaringClass(), method)
                .map(declared -> declared.getParameters()[index])
                .anyMatch(Credentials::fill);
    }

    private static boolean fill(Parameter parameter) {
        HeaderParam header = parameter.getAnnotation(HeaderParam.class);
        return parameter.isAnnotationPresent(CookieParam.class) || header != null && areIn(header.value());
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
