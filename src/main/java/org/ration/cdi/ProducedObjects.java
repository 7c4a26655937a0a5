// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMember;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InterceptionFactory;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds beans whose objects the application makes itself, so that their quotas have no effect. */
final class ProducedObjects {

    private ProducedObjects() {}

    /**
     * Warns of a producer of objects with quotas: by its type, or by what its class makes with {@code new}.
     *
     * @param producer the method or field
     * @param problems takes the warnings
     */
    static void check(AnnotatedMember<?> producer, DeploymentProblems problems) {
        if (producer instanceof AnnotatedMethod<?> method && hasInterceptionFactory(method)
                || !(producer.getBaseType() instanceof Class<?> type)) {
            return;
        }
        List<Class<?>> produced = QuotaAnnotations.anyIn(type) ? List.of(type) : madeIn(producer, type);
        produced.forEach(each -> problems.produced(ApplicationBeans.name(producer), each));
    }

    /** It makes objects that are intercepted. */
    private static boolean hasInterceptionFactory(AnnotatedMethod<?> method) {
        return Stream.of(method.getJavaMember().getParameterTypes()).anyMatch(InterceptionFactory.class::equals);
    }

    private static List<Class<?>> madeIn(AnnotatedMember<?> producer, Class<?> type) {
        Class<?> maker = producer.getJavaMember().getDeclaringClass();
        return ClassFile.references(maker).stream()
                .filter(reference -> reference.name().equals("<init>"))
                .map(ClassFile.Reference::owner)
                .distinct()
                .sorted()
                .flatMap(name -> load(name, maker.getClassLoader()))
                .filter(made -> type.isAssignableFrom(made) && QuotaAnnotations.anyIn(made))
                .toList();
    }

    private static Stream<Class<?>> load(String name, ClassLoader loader) {
        try {
            return Stream.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError unusable) {
            return Stream.empty();
        }
    }

    /**
     * Warns of a bean of an extension whose objects have quotas.
     *
     * @param bean the bean, which has no class
     * @param problems takes the warnings
     */
    static void check(Bean<?> bean, DeploymentProblems problems) {
        List<Class<?>> declaring =
                classes(bean.getTypes()).filter(QuotaAnnotations::anyIn).toList();
        declaring.stream()
                .filter(type -> declaring.stream().noneMatch(other -> other != type && type.isAssignableFrom(other)))
                .forEach(type -> problems.produced(
                        "an extension, by " + bean.getBeanClass().getName() + ",", type));
    }

    private static Stream<Class<?>> classes(Collection<Type> types) {
        return types.stream().filter(Class.class::isInstance).map(Class.class::cast);
    }
}
