package org.ration.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Unmanaged;
import jakarta.inject.Inject;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The application's own {@code QuotaKey}, {@code QuotaLimit}, {@code QuotaCost} and {@code QuotaExceededHandler}: CDI
 * beans, or plain classes that are made once and injected all the same.
 */
@ApplicationScoped
public class Callables {

    private final BeanManager beans;
    private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();
    private final List<Unmanaged.UnmanagedInstance<?>> unmanaged = new ArrayList<>();

    /** For the client proxy. */
    protected Callables() {
        this(null);
    }

    @Inject
    Callables(BeanManager beans) {
        this.beans = beans;
    }

    /**
     * Why a class cannot be used as a callable.
     *
     * @param beans the bean manager
     * @param type the class
     * @return the reason; empty if it can be used
     */
    static Optional<String> obstacle(BeanManager beans, Class<?> type) {
        Set<Bean<?>> found = beans.getBeans(type);
        if (!found.isEmpty()) {
            return ambiguous(beans, found) ? Optional.of("is " + found.size() + " beans") : Optional.empty();
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("is abstract and no bean");
        }
        return hasPublicConstructor(type)
                ? Optional.empty()
                : Optional.of("is no bean and has no public no-argument constructor");
    }

    private static boolean ambiguous(BeanManager beans, Set<Bean<?>> found) {
        try {
            beans.resolve(found);
            return false;
        } catch (AmbiguousResolutionException ambiguous) {
            return true;
        }
    }

    private static boolean hasPublicConstructor(Class<?> type) {
        try {
            type.getConstructor();
            return true;
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    /**
     * The one instance of a callable for this application.
     *
     * @param type the class named in the annotation
     * @param <T> its type
     * @return the bean's reference, or the instance made of the class
     */
    <T> T get(Class<T> type) {
        return type.cast(made.computeIfAbsent(type, this::make));
    }

    private Object make(Class<?> type) {
        Set<Bean<?>> found = beans.getBeans(type);
        if (found.isEmpty()) {
            return injected(type);
        }
        Bean<?> bean = beans.resolve(found);
        return beans.getReference(bean, type, beans.createCreationalContext(bean));
    }

    private synchronized <T> T injected(Class<T> type) {
        Unmanaged.UnmanagedInstance<T> instance = new Unmanaged<>(beans, type).newInstance();
        unmanaged.add(instance);
        return instance.produce().inject().postConstruct().get();
    }

    @PreDestroy
    synchronized void destroy() {
        unmanaged.forEach(instance -> instance.preDestroy().dispose());
    }
}
