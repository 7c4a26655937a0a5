// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMember;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.lang.reflect.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The enabled beans of the whole application, as the deployment showed them. A bean manager that a library is given may
 * see those of the library's own archive only.
 */
final class ApplicationBeans {

    private final Map<Bean<?>, String> beans = new ConcurrentHashMap<>();

    /**
     * Takes note of a bean.
     *
     * @param bean the bean
     * @param declared the class, method or field that declares it; null for a bean made by an extension
     */
    void add(Bean<?> bean, @Nullable Annotated declared) {
        beans.put(
                bean,
                declared instanceof AnnotatedMember<?> producer
                        ? name(producer)
                        : bean.getBeanClass().getName());
    }

    /**
     * The name of a producer in messages.
     *
     * @param producer the method or field
     * @return {@code com.shop.Database#em}
     */
    static String name(AnnotatedMember<?> producer) {
        Member member = producer.getJavaMember();
        return member.getDeclaringClass().getName() + "#" + member.getName();
    }

    /**
     * Where beans are declared, for messages.
     *
     * @param some the beans
     * @return the names of their classes, methods and fields, in alphabetical order
     */
    List<String> names(Set<Bean<?>> some) {
        return some.stream().map(beans::get).sorted().toList();
    }

    /**
     * The beans of a type with a qualifier.
     *
     * @param type the type
     * @param qualifier the qualifier's type
     * @return the beans
     */
    Set<Bean<?>> of(Class<?> type, Class<? extends Annotation> qualifier) {
        return matching(bean -> bean.getTypes().contains(type)
                && bean.getQualifiers().stream().anyMatch(each -> each.annotationType() == qualifier));
    }

    /**
     * The beans with an EL name.
     *
     * @param name the name
     * @return the beans
     */
    Set<Bean<?>> named(String name) {
        return matching(bean -> name.equals(bean.getName()));
    }

    private Set<Bean<?>> matching(Predicate<Bean<?>> predicate) {
        return beans.keySet().stream().filter(predicate).collect(toUnmodifiableSet());
    }

    /**
     * The one of several beans that an injection point would get.
     *
     * @param candidates the beans
     * @param manager the bean manager
     * @return the bean; empty if there is none, or none goes before the others
     */
    static Optional<Bean<?>> one(Set<Bean<?>> candidates, BeanManager manager) {
        try {
            return Optional.ofNullable(manager.resolve(candidates));
        } catch (AmbiguousResolutionException several) {
            return Optional.empty();
        }
    }
}
