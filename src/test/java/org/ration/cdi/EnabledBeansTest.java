// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;
import org.ration.Quota;
import org.ration.testing.Deployment;

/**
 * Declarations of beans that are not enabled take no part: they are compared with none, and nobody is told to mend
 * them.
 */
class EnabledBeansTest {

    private static final String HERE = EnabledBeansTest.class.getName() + "$";

    @ApplicationScoped
    static class Real {
        @Quota(key = "user", limit = 100)
        public void run() {}
    }

    @Alternative
    @ApplicationScoped
    static class Stand {
        @Quota(key = "user", limit = 1)
        public void run() {}
    }

    @Stereotype
    @Alternative
    @Retention(RetentionPolicy.RUNTIME)
    @interface Mock {}

    @Mock
    @ApplicationScoped
    static class MockedByStereotype {
        @Quota(key = "user", limit = 2)
        public void run() {}
    }

    @Specializes
    @ApplicationScoped
    static class Special extends Real {
        @Override
        @Quota(key = "user", limit = 7)
        public void run() {}
    }

    @Test
    void comparesNothingWithAnAlternativeThatIsNotSelected() {
        Deployment deployment = Deployment.of(Real.class, Stand.class, MockedByStereotype.class);

        assertThat(deployment.problems()).isEmpty();
        assertThat(Deployment.of(Real.class, Stand.class, MockedByStereotype.class)
                        .warnings())
                .isEmpty();
    }

    @Test
    void comparesNothingWithABeanThatAnotherSpecializes() {
        assertThat(Deployment.of(Real.class, Special.class).problems()).isEmpty();
        assertThat(Deployment.of(Real.class, Special.class).warnings()).isEmpty();
    }

    @Alternative
    @Priority(1)
    @ApplicationScoped
    static class Selected {
        @Quota(key = "user", limit = 1)
        public void run() {}
    }

    @Test
    void comparesASelectedAlternative() {
        assertThat(Deployment.of(Real.class, Selected.class).problems())
                .containsExactly("RATION-020 " + HERE + "Real#run and " + HERE + "Selected#run declare the same quota"
                        + " (scope \"\", period \"month\", key \"user\") with limits 100 and 1; give them one limit, or"
                        + " different scopes.");
    }

    @Alternative
    static class IllegalAlternative {
        @Quota(key = "usr", limit = 1)
        public void run() {}
    }

    @Test
    void reportsWhatIsIllegalEvenThere() {
        assertThat(Deployment.of(IllegalAlternative.class).problems())
                .singleElement()
                .asString()
                .startsWith("RATION-011 ");
    }

    @Quota(key = "user", limit = 9)
    static class NoBean {
        NoBean(String argument) {}

        public void run() {}
    }

    @Test
    void comparesNothingWithAClassThatIsNoBean() {
        assertThat(Deployment.of(Real.class, NoBean.class).problems()).isEmpty();
    }
}
