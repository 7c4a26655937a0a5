// SPDX-License-Identifier: Apache-2.0
package org.ration.observability;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.function.Supplier;
import org.ration.log.LogLimiter;
import org.ration.log.OneLine;

/**
 * One type of event, and whether it has observers: if not, none is made. Exceptions of observers are logged, and stop
 * there.
 */
final class ObservedEvent<E> {

    private static final Logger LOG = System.getLogger("org.ration");

    private final String name;
    private final Event<E> event;
    private final boolean observed;
    private final boolean observedAsync;
    private final LogLimiter limiter = new LogLimiter();

    /**
     * A type of event, whose observers are looked up once.
     *
     * @param like an event of the type, to find them by
     */
    ObservedEvent(BeanManager manager, Class<E> type, E like) {
        Set<ObserverMethod<? super E>> observers = manager.resolveObserverMethods(like);
        name = type.getSimpleName();
        event = manager.getEvent().select(type);
        observed = observers.stream().anyMatch(observer -> !observer.isAsync());
        observedAsync = observers.stream().anyMatch(ObserverMethod::isAsync);
    }

    boolean isObserved() {
        return observed || observedAsync;
    }

    void fire(Supplier<E> made) {
        if (isObserved()) {
            fire(made.get());
        }
    }

    private void fire(E made) {
        try {
            if (observed) {
                event.fire(made);
            }
            if (observedAsync) {
                event.fireAsync(made).whenComplete((done, failure) -> {
                    if (failure != null) {
                        log(failure);
                    }
                });
            }
        } catch (Throwable defect) { // of the application's observer; what it is notified of has been done
            log(defect);
        }
    }

    private void log(Throwable defect) {
        limiter.each(
                name,
                more -> LOG.log(
                        Level.WARNING,
                        "an observer of " + name + " failed; the decision is not affected"
                                + (more == 0 ? "" : "; so did " + more + " more since the last line"),
                        OneLine.of(defect)));
    }
}
