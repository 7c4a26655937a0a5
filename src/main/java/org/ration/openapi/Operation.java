// SPDX-License-Identifier: Apache-2.0
package org.ration.openapi;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.ration.cdi.QuotaMethod;

/**
 * A method with quotas that is a resource method of a root resource.
 *
 * @param method the method
 * @param httpMethod its HTTP method
 * @param segments the segments of its path, below that of the JAX-RS application
 */
record Operation(QuotaMethod method, String httpMethod, List<String> segments) {

    /** The operation of a method; nothing if JAX-RS does not call it, or has no path for it. */
    static Stream<Operation> of(QuotaMethod method) {
        Optional<String> root = ofHierarchy(method.type());
        Optional<String> httpMethod = method.written().stream()
                .flatMap(each -> Arrays.stream(each.getAnnotations()))
                .flatMap(Operation::httpMethod)
                .findFirst();
        if (root.isEmpty() || httpMethod.isEmpty()) {
            return Stream.empty();
        }
        String own =
                method.written().stream().flatMap(Operation::path).findFirst().orElse("");
        return Stream.of(new Operation(method, httpMethod.get(), segments(root.get() + "/" + own)));
    }

    private static Stream<String> httpMethod(Annotation annotation) {
        return Stream.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class))
                .map(HttpMethod::value);
    }

    private static Optional<String> ofHierarchy(Class<?> type) {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            types.add(each);
            types.addAll(List.of(each.getInterfaces()));
        }
        return types.stream().flatMap(Operation::path).findFirst();
    }

    private static Stream<String> path(AnnotatedElement element) {
        return Stream.ofNullable(element.getAnnotation(Path.class)).map(Path::value);
    }

    /** Names and patterns of parameters do not matter. */
    private static List<String> segments(String path) {
        String plain = path.replaceAll("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}", "{}");
        return Stream.of(plain.split("/")).filter(segment -> !segment.isEmpty()).toList();
    }

    /**
     * The operation in a document, where paths begin with that of the JAX-RS application, and may begin with the
     * context path: the shortest path that ends with this one's.
     */
    Stream<org.eclipse.microprofile.openapi.models.Operation> in(Map<String, PathItem> paths) {
        return paths.entrySet().stream()
                .filter(entry -> endsWith(segments(entry.getKey())))
                .sorted(Comparator.comparingInt(
                        entry -> segments(entry.getKey()).size()))
                .flatMap(entry -> entry.getValue().getOperations().entrySet().stream())
                .filter(operation -> operation.getKey().name().equals(httpMethod))
                .map(Map.Entry::getValue)
                .limit(1);
    }

    private boolean endsWith(List<String> path) {
        int start = path.size() - segments.size();
        return start >= 0 && path.subList(start, path.size()).equals(segments);
    }
}
