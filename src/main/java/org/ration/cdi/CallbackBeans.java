// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
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
 * beans, or plain classes that are made once and injected, too.
 */
@ApplicationScoped
public class CallbackBeans {

    private final ApplicationBeans beans;
    private final BeanManager manager;
    private final Map<Class<?>, Object> found = new ConcurrentHashMap<>();
    private final List<Unmanaged.UnmanagedInstance<?>> made = new ArrayList<>();

    /** For the client proxy. */
    protected CallbackBeans() {
        this(null, null);
    }

    @Inject
    CallbackBeans(ApplicationBeans beans, BeanManager manager) {
        this.beans = beans;
        this.manager = manager;
    }

    /**
     * Why a class cannot be used as a callback.
     *
     * @param type the class
     * @param beans the beans of the application
     * @param manager the bean manager
     * @return the reason; empty if it can be used
     */
    static Optional<String> obstacle(Class<?> type, ApplicationBeans beans, BeanManager manager) {
        Set<Bean<?>> candidates = beans.of(type, Default.class);
        if (!candidates.isEmpty()) {
            boolean clear = ApplicationBeans.one(candidates, manager).isPresent();
            return clear ? Optional.empty() : Optional.of("is " + candidates.size() + " beans");
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("is abstract and not a bean");
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            return Optional.of("is neither a bean nor a public class");
        }
        return hasPublicConstructor(type)
                ? Optional.empty()
                : Optional.of("is not a bean and has no public no-argument constructor");
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
     * The one instance of a callback for this application.
     *
     * @param type the class named in the annotation
     * @param <T> its type
     * @return the bean's reference, or the instance made of the class
     */
    <T> T get(Class<T> type) {
        Object known = found.get(type);
        return type.cast(known != null ? known : findOrMake(type));
    }

    private synchronized Object findOrMake(Class<?> type) {
        Object known = found.get(type);
        if (known == null) {
            known = ApplicationBeans.one(beans.of(type, Default.class), manager)
                    .map(bean -> manager.getReference(bean, type, manager.createCreationalContext(bean)))
                    .orElseGet(() -> make(type));
            found.put(type, known);
        }
        return known;
    }

    private Object make(Class<?> type) {
        Unmanaged.UnmanagedInstance<?> instance = new Unmanaged<>(manager, type).newInstance();
        made.add(instance);
        return instance.produce().inject().postConstruct().get();
    }

    @PreDestroy
    synchronized void destroy() {
        made.forEach(instance -> instance.preDestroy().dispose());
    }
}
