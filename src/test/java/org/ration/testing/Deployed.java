// SPDX-License-Identifier: Apache-2.0
package org.ration.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Deploys the static nested classes of a test that have a scope or a stereotype as an application with Ration, on H2.
 * Fields of the test are injected. Each test method begins with empty counters, an active request scope that is no HTTP
 * request until {@link TestRequest} makes it one, and the {@link TestClock} at its start.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(DeployedExtension.class)
public @interface Deployed {

    /** Settings: names and values with an equals sign between them. */
    String[] settings() default {};

    /** More bean classes. */
    Class<?>[] beans() default {};

    /** Bean classes to leave out that every application has, such as {@link TestClock}. */
    Class<?>[] without() default {};
}
