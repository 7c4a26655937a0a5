// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import jakarta.enterprise.inject.spi.Extension;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class in a {@link TestContainer} on a fresh {@link TestDatabase} with Ration's tables. Fields of the test
 * are injected; each test method has an active request scope, and the {@link TestClock} begins at its start.
 *
 * <p>Beans are those named here, and the static nested classes of the test that have a scope.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(OnDatabaseExtension.class)
public @interface OnDatabase {

    /** Which database. */
    Database value() default Database.H2;

    /** Which persistence provider. */
    Provider provider() default Provider.ECLIPSELINK;

    /** Bean classes. */
    Class<?>[] beans() default {};

    /** Bean classes to leave out that every container has, such as {@link TestStore} or {@link TestClock}. */
    Class<?>[] without() default {};

    /** CDI extensions, with a constructor without arguments. */
    Class<? extends Extension>[] extensions() default {};

    /** The connections of the pool. */
    int pool() default 24;

    /** Whether the database has Ration's tables. */
    boolean tables() default true;
}
