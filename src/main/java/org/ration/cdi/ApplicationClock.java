// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clock by which windows open and end: the application's one {@code Clock} bean, else the system's. */
@ApplicationScoped
public class ApplicationClock {

    private static final Set<Class<? extends Annotation>> SCOPES =
            Set.of(ApplicationScoped.class, Singleton.class, Dependent.class);

    private final @Nullable Clock own;

    /** For the client proxy. */
    protected ApplicationClock() {
        own = null;
    }

    @Inject
    ApplicationClock(ApplicationBeans beans, BeanManager manager) {
        own = ApplicationBeans.one(clocks(beans), manager)
                .map(bean -> (Clock) manager.getReference(bean, Clock.class, manager.createCreationalContext(bean)))
                .orElse(null);
    }

    /**
     * Reports clocks that leave the time open.
     *
     * @param beans the beans of the application
     * @param manager the bean manager
     * @param problems takes several clocks, and one of an unfit scope
     */
    static void check(ApplicationBeans beans, BeanManager manager, DeploymentProblems problems) {
        Set<Bean<?>> clocks = clocks(beans);
        Optional<Bean<?>> clock = ApplicationBeans.one(clocks, manager);
        if (!clocks.isEmpty() && clock.isEmpty()) {
            problems.severalClocks(beans.names(clocks));
        }
        clock.filter(bean -> !SCOPES.contains(bean.getScope()))
                .ifPresent(bean -> problems.clockScope(
                        beans.names(Set.of(bean)).get(0), "@" + bean.getScope().getSimpleName()));
    }

    private static Set<Bean<?>> clocks(ApplicationBeans beans) {
        return beans.of(Clock.class, Default.class);
    }

    /**
     * The clock.
     *
     * @return the application's, or the system's in UTC
     */
    Clock clock() {
        return own == null ? Clock.systemUTC() : own;
    }

    boolean isSystem() {
        return own == null;
    }

    Instant instant() {
        return clock().instant();
    }
}
