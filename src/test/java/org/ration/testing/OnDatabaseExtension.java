// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Scope;
import java.util.Arrays;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Does what {@link OnDatabase} says. What it puts into JUnit's store, JUnit closes, the latest first. */
final class OnDatabaseExtension implements BeforeAllCallback, BeforeEachCallback {

    private static final Namespace HERE = Namespace.create(OnDatabaseExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws ReflectiveOperationException {
        Class<?> test = context.getRequiredTestClass();
        OnDatabase wanted = test.getAnnotation(OnDatabase.class);
        TestDatabase database = TestDatabase.empty(wanted.value(), wanted.provider(), wanted.pool());
        if (wanted.tables()) {
            database.createTables();
        }
        Closing.put(context.getStore(HERE), TestDatabase.class, database);
        Closing.put(context.getStore(HERE), TestContainer.class, container(database, wanted, test));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestContainer container = get(context, TestContainer.class);
        Closing.put(context.getStore(HERE), TestContainer.Request.class, container.request());
        if (!container.lacks(TestClock.class)) {
            container.select(TestClock.class).set(TestClock.START);
        }
        container.inject(context.getRequiredTestInstance());
    }

    private static TestContainer container(TestDatabase database, OnDatabase wanted, Class<?> test)
            throws ReflectiveOperationException {
        TestContainer.Builder builder = TestContainer.on(database)
                .beans(wanted.beans())
                .beans(nestedBeans(test))
                .without(wanted.without());
        for (Class<? extends Extension> extension : wanted.extensions()) {
            builder.extensions(extension.getConstructor().newInstance());
        }
        return builder.start();
    }

    private static Class<?>[] nestedBeans(Class<?> test) {
        return Arrays.stream(test.getDeclaredClasses())
                .filter(OnDatabaseExtension::hasScope)
                .toArray(Class<?>[]::new);
    }

    private static boolean hasScope(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(Scope.class)
                        || annotation.annotationType().isAnnotationPresent(NormalScope.class));
    }

    private static <T> T get(ExtensionContext context, Class<T> type) {
        return context.getStore(HERE).get(type, type);
    }
}
