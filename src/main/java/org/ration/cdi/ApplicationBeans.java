package org.ration.cdi;

import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The enabled beans of the whole application, as the deployment showed them. A bean manager that a library is given may see
 * those of the library's own archive only.
 */
final class ApplicationBeans {

    private final Set<Bean<?>> beans = ConcurrentHashMap.newKeySet();

    void add(Bean<?> bean) {
        beans.add(bean);
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
        return beans.stream().filter(predicate).collect(toUnmodifiableSet());
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
