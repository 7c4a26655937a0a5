package org.ration.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
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
    ApplicationClock(BeanManager beans) {
        Bean<?> bean = beans.resolve(beans.getBeans(Clock.class));
        own = bean == null ? null : (Clock) beans.getReference(bean, Clock.class, beans.createCreationalContext(bean));
    }

    /**
     * Reports clocks that leave the time open.
     *
     * @param beans the bean manager
     * @param problems takes several clocks, and one of an unfit scope
     */
    static void check(BeanManager beans, Problems problems) {
        Set<Bean<?>> clocks = beans.getBeans(Clock.class);
        try {
            Bean<?> clock = beans.resolve(clocks);
            if (clock != null && !SCOPES.contains(clock.getScope())) {
                problems.clockScope(clock, "@" + clock.getScope().getSimpleName());
            }
        } catch (AmbiguousResolutionException several) {
            problems.severalClocks(clocks);
        }
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
