// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.ejb.Stateless;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Scope;
import java.util.Arrays;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Does what {@link Deployed} says. What it puts into JUnit's store, JUnit closes, the latest first. */
final class DeployedExtension implements BeforeAllCallback, BeforeEachCallback {

    private static final Namespace HERE = Namespace.create(DeployedExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        Deployed wanted = test.getAnnotation(Deployed.class);
        TestDatabase database = TestDatabase.withTables(Database.H2, 12);
        Closing.put(context.getStore(HERE), TestDatabase.class, database);
        TestContainer application = Deployment.on(database, nestedBeans(test))
                .beans(wanted.beans())
                .without(wanted.without())
                .with(wanted.settings())
                .start();
        Closing.put(context.getStore(HERE), TestContainer.class, application);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestDatabase database = context.getStore(HERE).get(TestDatabase.class, TestDatabase.class);
        database.execute("delete from ration_account");
        TestContainer application = context.getStore(HERE).get(TestContainer.class, TestContainer.class);
        Closing.put(context.getStore(HERE), TestContainer.Request.class, application.request());
        if (!application.lacks(TestClock.class)) {
            application.select(TestClock.class).set(TestClock.START);
        }
        application.inject(context.getRequiredTestInstance());
    }

    private static Class<?>[] nestedBeans(Class<?> test) {
        return Arrays.stream(test.getDeclaredClasses())
                .filter(type -> !type.isAnnotation()
                        && Arrays.stream(type.getAnnotations())
                                .anyMatch(annotation -> makesABean(annotation.annotationType())))
                .toArray(Class<?>[]::new);
    }

    private static boolean makesABean(Class<?> annotation) {
        return annotation == Stateless.class
                || annotation.isAnnotationPresent(Scope.class)
                || annotation.isAnnotationPresent(NormalScope.class)
                || annotation.isAnnotationPresent(Stereotype.class);
    }
}
