// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets the JDBC connection of an entity manager's transaction from the persistence provider, in the first of three ways
 * that works: {@code unwrap} (EclipseLink 4 and 5), {@code doReturningWork} of Hibernate 6.6 and 7,
 * {@code callWithConnection} (Jakarta Persistence 3.2). The last is last as the entity managers of WildFly Preview 39
 * do not implement it: {@code WildFlyPreviewIT}. {@code LedgerTest} runs with both providers, {@code ConnectionsTest}
 * with stubs of them. The way is remembered, so an object of this class is for one entity manager factory. Safe for use
 * by many threads.
 */
public final class Connections {

    private volatile @Nullable Way way;

    /**
     * Works on the connection, which is the provider's again afterwards.
     *
     * @return what the work answers
     * @throws PersistenceException caused by the work's {@link SQLException}, or if the provider gives no connection
     */
    public <T> T call(EntityManager store, Work<T> work) {
        Way known = way;
        if (known != null) {
            return known.call(store, work);
        }
        return unwrapped(store).isPresent()
                ? first(Connections::unwrap, store, work)
                : first(callback(store), store, work);
    }

    private <T> T first(Way found, EntityManager store, Work<T> work) {
        way = found;
        return found.call(store, work);
    }

    private static Optional<Connection> unwrapped(EntityManager store) {
        try {
            return Optional.ofNullable(store.unwrap(Connection.class));
        } catch (PersistenceException notGiven) {
            return Optional.empty();
        }
    }

    private static <T> T unwrap(EntityManager store, Work<T> work) {
        return done(store.unwrap(Connection.class), work);
    }

    private static Way callback(EntityManager store) {
        Object delegate = store.getDelegate();
        return Optional.ofNullable(delegate)
                .flatMap(session -> method(session.getClass(), "doReturningWork"))
                .map(method -> reflective(method, true))
                .or(() -> method(EntityManager.class, "callWithConnection").map(method -> reflective(method, false)))
                .orElseThrow(() -> new PersistenceException("the persistence provider does not unwrap to a JDBC"
                        + " connection"
                        + (delegate == null ? "" : " (" + delegate.getClass().getName() + ")")));
    }

    /** A public method with one parameter, which is an interface of one method. */
    private static Optional<Method> method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name)
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isInterface())
                .findFirst();
    }

    /** By a method that hands the connection to a callback; of the delegate, or of the entity manager. */
    private static Way reflective(Method method, boolean ofDelegate) {
        return new Way() {
            @Override
            @Nullable
            public <T> T call(EntityManager store, Work<T> work) {
                Object target = ofDelegate ? store.getDelegate() : store;
                Answer<T> answer = new Answer<>();
                try {
                    method.invoke(target, callback(method.getParameterTypes()[0], work, answer));
                    return answer.value;
                } catch (InvocationTargetException failed) {
                    throw unwrapped(failed);
                } catch (IllegalAccessException impossible) {
                    throw new IllegalStateException(method + " is public", impossible);
                }
            }
        };
    }

    private static <T> Object callback(Class<?> type, Work<T> work, Answer<T> answer) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(work, arguments);
            }
            answer.value = done((Connection) arguments[0], work);
            return null;
        });
    }

    /** No SQLException reaches the provider, which might log it. */
    private static <T> T done(Connection connection, Work<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }

    private static RuntimeException unwrapped(InvocationTargetException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException failure
                ? failure
                : new PersistenceException(failed.getCause());
    }

    /**
     * Work on a connection.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    public interface Work<T> {

        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    private interface Way {

        <T> T call(EntityManager store, Work<T> work);
    }

    private static final class Answer<T> {

        private @Nullable T value;
    }
}
